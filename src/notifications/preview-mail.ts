import { Agent } from '../accounts/agent.entity.js'
import { Department } from '../departments/department.entity.js'
import { after, day, hour, minute } from '../platform/clock.js'
import { translator, type Translate } from '../platform/i18n/translate.js'
import { createSigner } from '../platform/security/signer.js'
import type { Organisation } from '../settings/organisation.js'
import { Team } from '../teams/team.entity.js'
import { ThreadEntry } from '../tickets/thread-entry.entity.js'
import { TicketEvent } from '../tickets/ticket-event.entity.js'
import { Ticket } from '../tickets/ticket.entity.js'
import type { TicketState } from '../tickets/ticket.lifecycle.js'
import { ticketLifecycle } from '../tickets/ticket.lifecycle.js'
import type { Locale } from '../words/catalogue.js'
import { adminNoticeLetter } from './admin-notice.mail.js'
import { accessLetter } from './access.mail.js'
import type { AccessMail } from '../accounts/access-mail.js'
import { digestLetter } from './digest.mail.js'
import type { DigestTicket } from './digest-ticket.js'
import type { Letter } from './letter.js'
import type { Recipient } from './recipients.js'
import { ruleLetter } from './rule-mail.mail.js'
import type { DeskReader, PublicPerson, Snapshot } from './snapshot.queries.js'
import { templateKind, type TemplateName } from './templates.js'
import { ticketLetter, type Desk } from './ticket.mail.js'
import type { Wording } from './wording.js'

const maria: PublicPerson = { id: 1, name: 'Maria Keller', email: 'maria.keller@riverside.example', locale: null, linkEpoch: 1, verifiedAt: new Date(0) }
const jonas: PublicPerson = { ...maria, id: 2, name: 'Jonas Weber', email: 'jonas.weber@riverside.example' }
const ana: DeskReader = { id: 1, name: 'Ana Ribeiro', email: 'ana.ribeiro@riverside.example', locale: 'en', timeZone: null, notifications: {}, digest: null }

interface Story { name: string, by: 'requester' | 'agent' | 'system', state: TicketState, details?: Record<string, unknown> }

/** The event that each mail tells of. */
const stories: Partial<Record<TemplateName, Story>> = {
  request_received: { name: 'created', by: 'requester', state: 'new' },
  new_reply: { name: 'replied', by: 'agent', state: 'waiting' },
  solution: { name: 'resolve', by: 'agent', state: 'resolved' },
  close_reminder: { name: 'reminded', by: 'system', state: 'resolved' },
  closed: { name: 'close', by: 'system', state: 'closed', details: { automatic: true } },
  follow_up: { name: 'followed_up', by: 'system', state: 'closed' },
  reopened: { name: 'reopen', by: 'agent', state: 'open' },
  participant_added: { name: 'participant_added', by: 'requester', state: 'open' },
  assigned_to_you: { name: 'assigned', by: 'system', state: 'open', details: { automatic: true, strategy: 'round_robin' } },
  assigned_to_team: { name: 'assigned', by: 'agent', state: 'new' },
  new_in_department: { name: 'created', by: 'requester', state: 'new' },
  requester_answered: { name: 'message_received', by: 'requester', state: 'open' },
  merged: { name: 'merge', by: 'agent', state: 'merged', details: { intoNumber: '26-004198' } },
  ticket_returned: { name: 'returned', by: 'system', state: 'open', details: { agentId: 1, agentName: 'Ana Ribeiro', minutes: 30 } },
  ticket_referred: { name: 'referred', by: 'agent', state: 'open' },
  task_given: { name: 'task_added', by: 'agent', state: 'open' },
  ticket_woke: { name: 'resume', by: 'system', state: 'open', details: { cause: 'date' } },
  undeliverable: { name: 'undelivered', by: 'system', state: 'open', details: { name: 'Maria Keller', address: 'maria.keller@riverside.example', text: '550 5.1.1 No such mailbox here' } },
  target_near: { name: 'target_warned', by: 'system', state: 'open', details: { kind: 'first_response' } },
  target_missed: { name: 'target_breached', by: 'system', state: 'open', details: { kind: 'first_response' } },
  low_rating: { name: 'rated', by: 'requester', state: 'closed', details: { score: 2 } }
}

const purposes = { sign_in_link: 'sign_in', code: 'code', reset_password: 'reset_person', invite_agent: 'invite_agent' } as const satisfies Partial<Record<TemplateName, AccessMail['purpose']>>

/** Whatever it signs opens nothing. */
const signer = createSigner('a key for previews, which no door knows')

/** A mail as it would look for a small invented ticket. Its links and its code open nothing. */
export function previewMail (template: TemplateName, locale: Locale, wording: Wording, organisation: Organisation, { baseUrl, now }: Pick<Desk, 'baseUrl' | 'now'>): Letter {
  const inLocale = { ...organisation, languages: [locale], defaultLocale: locale }
  if (template in purposes) {
    const purpose = purposes[template as keyof typeof purposes]
    const secret = purpose === 'code' ? '204816' : 'x'.repeat(43)
    return accessLetter(purpose, { ...maria, locale }, secret, '26-004213', wording, inLocale, baseUrl)
  }
  if (template === 'digest') return digestLetter({ ...ana, locale }, sampleDigest(translator(locale)), wording, inLocale, { baseUrl })
  if (template === 'admin_notice') return adminNoticeLetter({ ...ana, locale }, { words: { key: 'mails.sample.notice' }, path: '/admin' }, wording, inLocale, { baseUrl, now })
  const t = translator(locale)
  const snapshot = sampleSnapshot(template, t, inLocale, now)
  if (template === 'rule_mail') return ruleLetter('caretaker@riverside.example', { subject: t('mails.sample.subject'), text: t('mails.sample.rule_mail') }, wording, snapshot)
  return ticketLetter(snapshot, sampleRecipient(template), wording, template === 'new_reply' ? [jonas.name] : [], { baseUrl, signer, now })
}

function sampleDigest (t: Translate): DigestTicket[] {
  return [
    { ticketId: 4213, subject: `${t('mails.sample.subject')} [26-004213]`, count: 3 },
    { ticketId: 4198, subject: `${t('mails.sample.department')} [26-004198]`, count: 1 }
  ]
}

function sampleRecipient (template: TemplateName): Recipient {
  if (templateKind(template).to === 'desk') return { kind: 'agent', template, agent: ana }
  return { kind: 'person', template, person: template === 'participant_added' ? jonas : maria }
}

export function sampleSnapshot (template: TemplateName, t: Translate, organisation: Organisation, now: Date): Snapshot {
  const { name, by, state, details = {} } = stories[template] ?? stories.new_reply!
  const solved = state === 'resolved' || state === 'closed'
  const morning = after(now, -2 * hour)

  const ticket = Object.assign(new Ticket(), {
    id: 4213, number: '26-004213', subject: t('mails.sample.subject'), state, waitingOn: ticketLifecycle.states[state].waitingOn, waitingSince: now, requesterId: maria.id,
    departmentId: 1, teamId: 1, assigneeId: name === 'assigned' && by === 'agent' ? null : ana.id, priority: 3, holdUntil: null,
    nextDueAt: solved ? null : after(now, 2 * hour), closesAt: state === 'resolved' ? after(now, 5 * day) : null, closedAt: state === 'closed' ? now : null
  })
  const message = sampleEntry({ id: 1, kind: 'message', personId: maria.id, authorName: maria.name, text: t('mails.sample.message'), createdAt: morning })
  const reply = sampleEntry({ id: 2, kind: 'reply', agentId: ana.id, authorName: ana.name, text: t(state === 'resolved' ? 'mails.sample.solution' : 'mails.sample.reply'), createdAt: now })
  const event = Object.assign(new TicketEvent(), {
    id: 1, ticketId: ticket.id, name, fromState: state, toState: state, actorParty: by, actorId: by === 'system' ? null : 1, at: now,
    actorName: by === 'agent' ? ana.name : maria.name, details: { ...details, ...(template === 'low_rating' && { comment: t('mails.sample.comment') }), ...(template === 'ticket_referred' && { reason: t('mails.sample.referral') }) }
  })

  return {
    event,
    act: [],
    actorEmail: null,
    ticket,
    isWithdrawn: false,
    requester: maria,
    participants: [jonas],
    readers: [ana],
    referredReaders: [ana],
    givenTasks: [{ agentId: ana.id, text: t('mails.sample.task'), dueOn: null }],
    teamMemberIds: [ana.id],
    teamLeadId: null,
    managerId: null,
    previousAgentId: null,
    ownAddresses: [],
    department: Object.assign(new Department(), { id: 1, name: t('mails.sample.department'), mailAddress: null, mailName: null, showsPromise: true, reopenDays: 30 }),
    team: Object.assign(new Team(), { id: 1, name: t('mails.sample.team') }),
    topicName: t('mails.sample.department'),
    organisation,
    author: by === 'agent' ? Object.assign(new Agent(), { ...ana, signature: null }) : null,
    entry: templateKind(template).to === 'desk' ? message : ['new_reply', 'solution'].includes(template) ? reply : null,
    earlier: ['new_reply', 'solution'].includes(template) ? message : null,
    nextAnswerMinutes: 60,
    takesAnswers: true,
    targetDueAt: after(now, template === 'target_missed' ? -10 * minute : 20 * minute)
  }
}

function sampleEntry (entry: Partial<ThreadEntry>): ThreadEntry {
  return Object.assign(new ThreadEntry(), { ticketId: 4213, agentId: null, personId: null, parts: null, source: 'web', isSolution: false, leavesAt: null, withdrawnAt: null, ...entry })
}
