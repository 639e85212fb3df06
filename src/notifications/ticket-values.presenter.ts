import { after, day, minute } from '../platform/clock.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { writtenText } from '../tickets/written-text.js'
import type { Recipient } from './recipients.js'
import type { Snapshot } from './snapshot.queries.js'
import type { Values } from './templates.js'

/** So much of a message is quoted to an agent; the whole of it is a click away. */
const longestQuote = 4000

/** What the placeholders of a mail about a ticket stand for. */
export function ticketValues (snapshot: Snapshot, recipient: Recipient, t: Translate, format: Format): Values {
  const { ticket, department, team, organisation, requester, event } = snapshot
  const { name, email } = recipient.kind === 'person' ? recipient.person : recipient.agent
  const discreet = isDiscreet(snapshot, recipient)

  return {
    greeting: greeting(discreet ? '' : name, email, t),
    name,
    number: ticket.number,
    subject: discreet ? about(snapshot, t) : ticket.subject,
    text: recipient.template === 'task_given' ? givenTo(snapshot, recipient, t, format) : textFor(snapshot, recipient),
    signature: signature(snapshot, t),
    actor: event.actorParty === 'system' ? organisation.name : event.actorName,
    requester: requester.name,
    team: team?.name ?? '',
    department: department.name,
    organisation: organisation.name,
    reason: reason(snapshot, t, format),
    priority: t(`tickets.priority.${ticket.priority}`),
    due: due(snapshot, format),
    target: target(snapshot, t),
    score: score(snapshot, t),
    other_number: typeof event.details.intoNumber === 'string' ? event.details.intoNumber : '',
    address: typeof event.details.address === 'string' ? event.details.address : '',
    closes_on: ticket.closesAt === null ? '' : format.date(ticket.closesAt),
    closed_on: ticket.closedAt === null ? '' : format.date(ticket.closedAt),
    reopen_until: ticket.closedAt === null ? '' : format.date(after(ticket.closedAt, department.reopenDays * day))
  }
}

/** “Hello Maria,” or, where somebody gave no name but an address, “Hello,”. */
export function greeting (name: string, email: string, t: Translate): string {
  const clean = name.trim()
  if (clean === '' || clean.toLowerCase() === email.toLowerCase()) return t('mails.greeting_nameless')
  return t('mails.greeting', { name: clean, first: firstName(clean) })
}

/** “Maria” of “Maria Keller”; the whole of anything that does not read like that. */
export const firstName = (name: string): string => /^[\p{L}\p{M}'’.-]{2,}(?= [\p{L}\p{M}'’. -]+$)/u.exec(name)?.[0] ?? name

/**
 * Anyone can type another's address into a form. Until an address has proved itself, the receipt that goes
 * to it says nothing that the sender of the form wrote, so that nobody can send his own words through us.
 */
function isDiscreet ({ requester, event }: Snapshot, { template }: Recipient): boolean {
  return template === 'request_received' && requester.verifiedAt === null && event.actorParty !== 'agent'
}

/** Who wrote by mail picked no topic, and knows the department by its address. */
function about ({ ticket, department, topicName }: Snapshot, t: Translate): string {
  return ticket.source === 'email' ? department.name : topicName ?? t('mails.request_about')
}

function textFor ({ entry, event }: Snapshot, { kind, template }: Recipient): string {
  if (template === 'low_rating') return typeof event.details.comment === 'string' ? event.details.comment : ''
  if (template === 'undeliverable') return typeof event.details.text === 'string' ? event.details.text : ''
  const text = entry === null ? '' : writtenText(entry)
  return kind === 'agent' && text.length > longestQuote ? `${text.slice(0, longestQuote).trimEnd()} …` : text
}

/** The tasks that a reader was given, a line each. */
function givenTo ({ givenTasks }: Snapshot, recipient: Recipient, t: Translate, format: Format): string {
  const own = givenTasks.filter(({ agentId }) => recipient.kind === 'agent' && agentId === recipient.agent.id)
  return own.map(({ text, dueOn }) => dueOn === null ? text : `${text}, ${t('tasks.due', { date: format.calendarDay(dueOn) })}`).join('\n')
}

function signature ({ author, team, department }: Snapshot, t: Translate): string {
  if (author === null) return ''
  return author.signature?.trim() || t('mails.signature', { agent: author.name, unit: team?.name ?? department.name })
}

function reason ({ event: { name, details, actorName } }: Snapshot, t: Translate, format: Format): string {
  if (name === 'transferred') return t('mails.reason.transferred', { actor: actorName, from: String(details.fromName), reason: String(details.reason) })
  if (name === 'returned') return t('mails.reason.returned', { agent: String(details.agentName), duration: format.duration(Number(details.minutes) * minute) })
  if (name !== 'assigned') return typeof details.reason === 'string' ? details.reason : ''
  if (details.automatic !== true) return t('mails.reason.given', { actor: actorName })
  return details.strategy === 'least_open' ? t('mails.reason.least_open') : t('mails.reason.round_robin')
}

function due ({ event, ticket, targetDueAt }: Snapshot, format: Format): string {
  const at = event.name.startsWith('target_') ? targetDueAt ?? event.at : ticket.nextDueAt
  return at === null ? '' : format.dateTime(at)
}

function target ({ event: { details } }: Snapshot, t: Translate): string {
  switch (details.kind) {
    case 'first_response':
    case 'next_response':
    case 'resolution': return t(`tickets.clock.${details.kind}`)
    default: return t('tickets.clock.promised')
  }
}

function score ({ event: { details } }: Snapshot, t: Translate): string {
  const steps = [1, 2, 3, 4, 5] as const
  const step = steps.find(each => each === details.score)
  return step === undefined ? '' : t(`mails.score.${step}`)
}
