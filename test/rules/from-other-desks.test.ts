import { readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { createApiKey } from '../../src/accounts/commands/save-api-key.js'
import { Person } from '../../src/accounts/person.entity.js'
import { processMessage } from '../../src/inbox/commands/process-message.js'
import { takeMessage } from '../../src/inbox/commands/take-message.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { notifyOfEvent } from '../../src/notifications/notify.jobs.js'
import { sendRuleMail } from '../../src/notifications/rule-mail.jobs.js'
import type { RuleMail } from '../../src/notifications/rule-mail.js'
import { system } from '../../src/platform/actor.js'
import { day } from '../../src/platform/clock.js'
import { withActor } from '../../src/platform/context.js'
import { Job } from '../../src/platform/jobs/job.entity.js'
import { openMessageReader } from '../../src/platform/mime/parse-apart.js'
import type { Action } from '../../src/rules/action.js'
import { arrangeRules } from '../../src/rules/commands/arrange-rules.js'
import type { Condition, Group } from '../../src/rules/condition.js'
import type { RuleValues } from '../../src/rules/rule-values.js'
import { Rule } from '../../src/rules/rule.entity.js'
import { SlaPolicy } from '../../src/sla/sla-policy.entity.js'
import { Team } from '../../src/teams/team.entity.js'
import { saveStatus } from '../../src/tickets/commands/save-status.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketTag } from '../../src/tickets/ticket-tag.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { addCompany } from '../companies/support.js'
import { addQuestion, onPortal, type Portal } from '../tickets/portal-support.js'
import { all, asks, clearRules, withRule } from './support.js'

type Door = 'web' | 'api' | 'mail'
interface Message { name?: string, email?: string, subject?: string, text?: string, topicId?: number, room?: string, headers?: Record<string, string> }

/** A desk with its three doors; `send` answers with the ticket that came of it, or null. */
interface Doors extends Portal {
  send: (door: Door, message?: Message) => Promise<Ticket | null>
  roomId: number
  companyId: number
  statusId: number
}

interface Case { conditions?: (doors: Doors) => Group, rules?: Array<Partial<RuleValues>>, door?: Door, fits?: Message | ((doors: Doors) => Message), fitsNot?: Message, otherDoor?: Door, check?: (t: Test, doors: Doors, ticket: Ticket | null, actions: Action[]) => Promise<void>, actions?: (doors: Doors) => Promise<Action[]> | Action[] }

const one = (condition: Condition) => (): Group => all(condition)

/** Each line of the table in docs/rules.md: a message for which a rule holds and one for which it does not, or what an action does. */
const cases: Record<string, Case> = {
  'target: any': { conditions: () => all(), fits: {} },
  'target: web forms': { conditions: one(asks('source', 'one_of', 'web')), door: 'web', fits: {}, fitsNot: {}, otherDoor: 'mail' },
  'target: API': { conditions: one(asks('source', 'one_of', 'api')), door: 'api', fits: {}, fitsNot: {}, otherDoor: 'web' },
  'target: e-mail': { conditions: one(asks('source', 'one_of', 'email')), door: 'mail', fits: {}, fitsNot: {}, otherDoor: 'api' },
  'target: one e-mail address': { conditions: one(asks('recipients', 'has_one', 'it@riverside.example')), fits: { headers: { To: 'IT <it@riverside.example>' } }, fitsNot: { headers: { To: 'help@riverside.example' } } },
  'user name': { conditions: one(asks('requester_name', 'starts', 'dr. ')), door: 'web', fits: { name: 'Dr. Rhea Petrou' }, fitsNot: { name: 'Rhea Petrou' } },
  'user e-mail': { conditions: () => all(asks('requester_email', 'is', 'dean@riverside.example'), asks('requester_domain', 'is', 'riverside.example')), door: 'api', fits: { email: 'dean@riverside.example' }, fitsNot: { email: 'other@riverside.example' } },
  'organisation fields': {
    conditions: ({ companyId }) => all(asks('company', 'one_of', String(companyId)), asks('company_name', 'starts', 'law')), door: 'web', fits: { email: 'clerk@law.example' }, fitsNot: { email: 'clerk@students.law.example' }
  },
  'reply-to e-mail': { conditions: one(asks('reply_to_email', 'ends', '@forms.example')), fits: { headers: { 'Reply-To': 'Jonas <jonas@forms.example>' } }, fitsNot: {} },
  'reply-to name': { conditions: one(asks('reply_to_name', 'is', 'Jonas Weber')), fits: { headers: { 'Reply-To': 'Jonas Weber <jonas@forms.example>' } }, fitsNot: { headers: { 'Reply-To': 'Else <jonas@forms.example>' } } },
  'addressee (To and Cc)': { conditions: one(asks('recipients', 'contains', 'dean')), fits: { headers: { Cc: 'Dean <dean@riverside.example>' } }, fitsNot: {} },
  subject: { conditions: one(asks('subject', 'is', 'A lamp is dark')), door: 'api', fits: { subject: 'A lamp is dark' }, fitsNot: { subject: 'A lamp is bright' } },
  'message body': { conditions: one(asks('text', 'contains', 'room 3')), door: 'web', fits: { text: 'It is in Room 3.' }, fitsNot: { text: 'It is in room 4.' } },
  'help topic': { conditions: ({ topics }) => all(asks('topic', 'one_of', String(topics.teaching.id))), door: 'web', fits: ({ topics }) => ({ topicId: topics.teaching.id }), fitsNot: {} },
  'custom fields': { conditions: ({ roomId }) => all(asks(`question.${roomId}`, 'starts', 'c 2')), door: 'api', fits: { room: 'C 2.08' }, fitsNot: { room: 'B 1' } },
  equal: { conditions: one(asks('subject', 'is', 'help', 'a lamp')), fits: { subject: 'A lamp' }, fitsNot: { subject: 'A lamp!' } },
  'not equal': { conditions: one(asks('subject', 'is_not', 'a lamp')), fits: { subject: 'A chair' }, fitsNot: { subject: 'A lamp' } },
  contains: { conditions: one(asks('subject', 'contains', 'lamp')), fits: { subject: 'My lamps' }, fitsNot: { subject: 'My chair' } },
  'does not contain': { conditions: one(asks('subject', 'contains_not', 'lamp')), fits: { subject: 'My chair' }, fitsNot: { subject: 'My lamps' } },
  'starts with': { conditions: one(asks('subject', 'starts', 'urgent:')), fits: { subject: 'URGENT: lamp' }, fitsNot: { subject: 'Not urgent: lamp' } },
  'ends with': { conditions: one(asks('subject', 'ends', 'dark')), fits: { subject: 'A lamp is dark' }, fitsNot: { subject: 'A dark lamp' } },
  matches: { conditions: one(asks('subject', 'matches', '\\bPR-[0-9]{4}\\b')), fits: { subject: 'Printer pr-0317 is down' }, fitsNot: { subject: 'Printer PR-17 is down' } },
  'does not match': { conditions: one(asks('subject', 'matches_not', '^re:')), fits: { subject: 'A lamp' }, fitsNot: { subject: 'Re: a lamp' } },
  'match all': { conditions: () => all(asks('subject', 'contains', 'lamp'), asks('text', 'contains', 'dark')), fits: { subject: 'Lamp', text: 'It is dark' }, fitsNot: { subject: 'Lamp', text: 'It is gone' } },
  'match any': { conditions: () => ({ match: 'any', parts: [asks('subject', 'contains', 'lamp'), asks('text', 'contains', 'dark')] }), fits: { subject: 'Chair', text: 'It is dark' }, fitsNot: { subject: 'Chair', text: 'It is gone' } },
  'execution order': {
    rules: [{ name: 'First', actions: [{ kind: 'set_priority', priority: 4 }] }, { name: 'Second', actions: [{ kind: 'set_priority', priority: 1 }] }],
    check: async (t, { ana, as, platform, send }, ticket) => {
      t.equal(ticket?.priority, 1)
      const [first, second] = await platform.db.read.find(Rule, { order: { position: 'ASC' } })
      await arrangeRules(as(ana), 'created', [{ id: first!.id, place: 2, isActive: true }, { id: second!.id, place: 1, isActive: true }])
      t.equal((await send('mail'))?.priority, 4)
    }
  },
  inactive: {
    rules: [{ actions: [{ kind: 'set_priority', priority: 4 }] }],
    check: async (t, { ana, as, platform, send }, ticket) => {
      t.equal(ticket?.priority, 4)
      const { id } = await platform.db.read.findOneByOrFail(Rule, {})
      await arrangeRules(as(ana), 'created', [{ id, place: 1, isActive: false }])
      t.equal((await send('mail'))?.priority, 2)
    }
  },
  'stop on match': {
    rules: [{ name: 'First', stops: true, actions: [{ kind: 'set_priority', priority: 4 }] }, { name: 'Second', actions: [{ kind: 'set_priority', priority: 1 }] }],
    check: async (t, _doors, ticket) => { t.equal(ticket?.priority, 4) }
  },
  'reject ticket': { actions: () => [{ kind: 'reject', reason: 'Write to the other desk.' }], check: async (t, { send }, ticket) => {
    t.equal(ticket, null)
    t.equal(await send('api'), null)
    t.equal(await send('web'), null)
  } },
  'use reply-to address as sender': { actions: () => [{ kind: 'use_reply_to' }], fits: { headers: { 'Reply-To': 'Jonas Weber <jonas@forms.example>' } }, check: async (t, { platform }, ticket) => {
    t.match(await platform.db.read.findOneBy(Person, { id: ticket?.requesterId ?? 0 }), { name: 'Jonas Weber', email: 'jonas@forms.example' })
  } },
  'disable auto-response': { actions: () => [{ kind: 'silence', whom: 'requester' }], check: async (t, doors, ticket) => {
    t.same(await mailsAbout(doors, ticket), [])
  } },
  'attach canned response': { actions: () => [{ kind: 'reply', text: 'We have {number}, {requester}.', outcome: 'open' }], fits: { name: 'Maria' }, check: async (t, doors, ticket) => {
    t.match(await doors.platform.db.read.findOneBy(ThreadEntry, { ticketId: ticket?.id ?? 0, kind: 'reply' }), { text: `We have ${ticket?.number}, Maria.`, authorName: 'The rule' })
    const answer = (await mailsAbout(doors, ticket)).find(({ template }) => template === 'new_reply')
    t.match(answer, { toAddress: 'maria@riverside.example', headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } })
  } },
  'set department': { actions: ({ departments }) => [{ kind: 'set_department', departmentId: departments.facilities.id }], check: async (t, { departments }, ticket) => { t.equal(ticket?.departmentId, departments.facilities.id) } },
  'set priority': { actions: () => [{ kind: 'set_priority', priority: 3 }], check: async (t, _doors, ticket) => { t.equal(ticket?.priority, 3) } },
  'set SLA': { actions: async ({ platform }) => [{ kind: 'set_sla', policyId: (await platform.db.read.findOneByOrFail(SlaPolicy, { name: 'Second' })).id }], check: async (t, { platform }, ticket) => {
    t.equal(ticket?.slaPolicyId, (await platform.db.read.findOneByOrFail(SlaPolicy, { name: 'Second' })).id)
  } },
  'assign to team': { actions: async ({ platform }) => [{ kind: 'set_team', teamId: (await platform.db.read.findOneByOrFail(Team, {})).id }], check: async (t, { platform }, ticket) => { t.equal(ticket?.teamId, (await platform.db.read.findOneByOrFail(Team, {})).id) } },
  'assign to agent': { actions: ({ ana }) => [{ kind: 'set_agent', agentId: ana.id }], check: async (t, { ana }, ticket) => { t.match(ticket, { assigneeId: ana.id, state: 'open' }) } },
  'set help topic': { actions: ({ topics }) => [{ kind: 'set_topic', topicId: topics.teaching.id }], check: async (t, { topics }, ticket) => { t.equal(ticket?.topicId, topics.teaching.id) } },
  'set status': { actions: ({ statusId }) => [{ kind: 'set_status', statusId }], check: async (t, doors, ticket) => {
    t.match(ticket, { statusId: doors.statusId, state: 'open' })
    await clearRules(doors)
    await withRule(doors, { actions: [{ kind: 'close' }] })
    t.equal((await doors.send('mail'))?.state, 'closed')
  } },
  'send an e-mail': { actions: () => [{ kind: 'send_mail', to: ['caretaker@riverside.example', 'dean@riverside.example'], subject: 'For you: {subject}', text: 'From {requester}.\n\nPlease <look>.' }], fits: { name: 'Maria', subject: 'A lamp' }, check: async (t, { platform }, ticket) => {
    const [job] = await platform.db.read.find(Job, { where: { name: 'send-rule-mail' }, order: { id: 'DESC' }, take: 1 })
    await sendRuleMail(platform, job?.payload as RuleMail)
    await sendRuleMail(platform, job?.payload as RuleMail)
    const mails = await platform.db.read.find(Mail, { where: { ticketId: ticket?.id ?? 0, template: 'rule_mail' }, order: { id: 'ASC' } })
    t.same(mails.map(({ toAddress }) => toAddress), ['caretaker@riverside.example', 'dean@riverside.example'], 'each once')
    t.match(mails[0], { subject: `For you: A lamp [${ticket?.number}]`, text: /From Maria\.[\s\S]*Please <look>\./, html: /Please &lt;look&gt;\./, headers: { 'Auto-Submitted': 'auto-generated' } })
  } },
  banlist: { conditions: one(asks('requester_email', 'is', 'spam@surveys.example')), actions: () => [{ kind: 'reject', reason: 'No.' }], fits: { email: 'spam@surveys.example' }, check: async (t, { send }, ticket) => {
    t.equal(ticket, null)
    t.ok(await send('mail'))
  } }
}

t.test('the table says what is tested, and nothing else', async t => {
  const [, table = ''] = readFileSync('docs/rules.md', 'utf8').split('## From other desks')
  const lines = [...table.matchAll(/^\| (.+?) \| .+ \|$/gm)].map(match => match[1]).filter(line => line !== 'There' && line !== '---')
  t.same(lines, Object.keys(cases))
})

onPortal('a rule does what a filter there does, whichever way the request comes', async (t, portal) => {
  const doors = await openDoors(t, portal)
  for (const [there, { conditions, rules, actions, door = 'mail', fits = {}, fitsNot, otherDoor = door, check }] of Object.entries(cases)) {
    await clearRules(doors)
    const wanted = await actions?.(doors) ?? [{ kind: 'add_tags' as const, tags: ['held'] }]
    for (const rule of rules ?? [{ conditions: conditions?.(doors) ?? all() }]) await withRule(doors, { actions: wanted, ...rule })
    const ticket = await doors.send(door, typeof fits === 'function' ? fits(doors) : fits)
    if (check !== undefined) await t.test(there, async t => check(t, doors, ticket, wanted))
    else t.same(await tagsOf(doors, ticket), ['held'], `${there}: it holds`)
    if (fitsNot !== undefined) t.same(await tagsOf(doors, await doors.send(otherDoor, fitsNot)), [], `${there}: it does not`)
  }
})

async function tagsOf ({ platform }: Portal, ticket: Ticket | null): Promise<string[]> {
  return ticket === null ? ['no ticket'] : (await platform.db.read.findBy(TicketTag, { ticketId: ticket.id })).map(({ tag }) => tag)
}

/** The mails that a ticket's events cause. */
async function mailsAbout ({ platform }: Portal, ticket: Ticket | null): Promise<Mail[]> {
  const ticketId = ticket?.id ?? 0
  for (const { id } of await platform.db.read.findBy(TicketEvent, { ticketId })) await notifyOfEvent(platform, { eventId: id })
  return (await platform.db.read.findBy(Mail, { ticketId })).filter(({ toAddress }) => toAddress === 'maria@riverside.example')
}

async function openDoors (t: Test, portal: Portal): Promise<Doors> {
  const { platform, app, topics, as, ana, visitor } = portal
  const reader = openMessageReader()
  t.teardown(reader.close)
  const { key } = await createApiKey(withActor(platform, system), { name: 'Monitoring', scopes: ['tickets.create'], network: '', expiresAt: null })
  const room = await addQuestion(portal, topics.accounts.id, 'short_text', { label: 'Room number' })
  const status = await saveStatus(as(ana), null, { label: 'Looked at', publicLabel: '', state: 'open', position: 1, isActive: true, clock: 'as_state' }, 0)
  await platform.db.transaction(async manager => {
    const { id: _id, ...standard } = await manager.findOneByOrFail(SlaPolicy, {})
    await manager.insert(SlaPolicy, { ...standard, name: 'Second', position: 2 })
  })
  const company = await addCompany(portal, { name: 'Law School', domains: ['law.example'] })
  let counted = 0

  const ways: Record<Door, (message: Required<Omit<Message, 'headers'>> & Pick<Message, 'headers'>) => Promise<unknown>> = {
    web: async ({ topicId, subject, text, name, email }) => {
      const browser = visitor()
      const form = await browser.fillIn(topicId, { subject, text, name, email })
      return browser.post(`${form}/send`)
    },
    api: async ({ topicId, subject, text, name, email, room }) =>
      app.inject({ method: 'POST', url: '/api/tickets.json', headers: { 'x-api-key': key }, payload: JSON.stringify({ topicId, subject, message: text, name, email, room_number: room }) }),
    mail: async ({ subject, text, name, email, headers = {} }) => {
      counted += 1
      const lines = { From: `${name} <${email}>`, To: 'it@riverside.example', Subject: subject, 'Message-ID': `<m${counted}@mail.example>`, ...headers }
      const { id } = await takeMessage(platform, Buffer.from(`${Object.entries(lines).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${text}\r\n`), { door: 'pipe', envelopeTo: [] })
      await processMessage(platform, reader, { incomingId: id })
    }
  }
  return {
    ...portal,
    roomId: room.id,
    companyId: company.id,
    statusId: status.id,
    async send (door, message = {}) {
      platform.clock.advance(day)
      const last = await newest(portal)
      await ways[door]({ name: 'Maria', email: 'maria@riverside.example', subject: 'Help', text: 'It does not work.', topicId: topics.accounts.id, room: '', ...message })
      const ticket = await newest(portal)
      return ticket === null || ticket.id === last?.id ? null : ticket
    }
  }
}

const newest = async ({ platform }: Portal): Promise<Ticket | null> => (await platform.db.read.find(Ticket, { order: { id: 'DESC' }, take: 1 }))[0] ?? null
