import { randomUUID } from 'node:crypto'
import { hour } from '../../src/platform/clock.js'
import { Answer } from '../../src/forms/answer.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { sendRuleMail } from '../../src/notifications/rule-mail.jobs.js'
import type { RuleMail } from '../../src/notifications/rule-mail.js'
import { Job } from '../../src/platform/jobs/job.entity.js'
import { runMacro } from '../../src/rules/commands/run-macro.js'
import { addMacro } from '../../src/rules/commands/save-macro.js'
import { runEventRules } from '../../src/rules/commands/run-event-rules.js'
import { tryOnPast } from '../../src/rules/commands/try-on-past.js'
import { Macro } from '../../src/rules/macro.entity.js'
import { Rule } from '../../src/rules/rule.entity.js'
import type { WebhookCall } from '../../src/rules/webhook-call.js'
import { writeRuleFile } from '../../src/rules/write-rule-file.js'
import { findRuleChoices } from '../../src/rules/known.queries.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { createWebhook } from '../../src/webhooks/commands/save-webhook.js'
import { Delivery } from '../../src/webhooks/delivery.entity.js'
import { webhookJobs } from '../../src/webhooks/webhook.jobs.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { addQuestion } from '../tickets/portal-support.js'
import { inWorld, type World } from '../support/world.js'
import { all, asks, withRule } from './support.js'

/** Asks the rules about everything that happened, as the worker does. */
async function askRules ({ platform }: World): Promise<void> {
  for (const { id } of await platform.db.read.find(TicketEvent, { order: { id: 'ASC' } })) await runEventRules(platform, { eventId: id })
}

const urgent = { trigger: 'updated' as const, conditions: all(asks('priority', 'changed_to', '4')) }

inWorld('a mail goes to those who are something to the ticket then, each once', async (t, world) => {
  const { platform, ask, as, ana, ben } = world
  const { id } = await ask()
  const rule = { ...urgent, name: 'Tell', stops: false, timing: null, actions: [{ kind: 'send_mail' as const, to: ['requester', 'assignee', 'manager', 'dean@riverside.example', 'team'], subject: 'Urgent', text: 'Look at {number}' }] }
  await withRule(world, rule)
  await editTicket(as(ana), { ticketId: id, version: null, priority: 4 })
  t.match((await tryOnPast(as(ana), 0, rule)).shown, [{ ticketId: id }])
  await askRules(world)
  const { payload } = await platform.db.read.findOneByOrFail(Job, { name: 'send-rule-mail' })
  const { assigneeId } = await platform.db.read.findOneByOrFail(Ticket, { id })
  await sendRuleMail(platform, payload as RuleMail)
  await sendRuleMail(platform, payload as RuleMail)
  const addresses = (await platform.db.read.findBy(Mail, { template: 'rule_mail' })).map(({ toAddress }) => toAddress)
  t.equal(new Set(addresses).size, addresses.length)
  t.ok(addresses.includes('maria@riverside.example') && addresses.includes('dean@riverside.example') && addresses.includes('ana@riverside.example'), addresses.join())
  t.equal(addresses.includes('ben@riverside.example'), assigneeId === ben.id)
})

inWorld('a webhook is told once, with the rule and the ticket, and tried again when it does not answer', async (t, world) => {
  const { platform, ask, as, ana } = world
  const { id: webhookId } = await createWebhook(as(ana), { name: 'Chat', url: 'https://chat.riverside.example/in', types: ['ticket.rated'], departmentIds: [] })
  await withRule(world, { ...urgent, name: 'Tell the chat', actions: [{ kind: 'call_webhook', webhookId }] })
  const { id, number } = await ask()
  await editTicket(as(ana), { ticketId: id, version: null, priority: 4 })
  await askRules(world)
  await askRules(world)
  const [job, ...more] = await platform.db.read.findBy(Job, { name: 'call-webhook' })
  t.same(more, [])
  for (let times = 0; times < 2; times += 1) await webhookJobs(platform)['call-webhook'](job?.payload as WebhookCall)
  const deliveries = await platform.db.read.findBy(Delivery, { webhookId })
  t.match(deliveries, [{ ticketId: id, type: 'ticket.rule', state: 'waiting', attempts: 0 }])
  t.equal(deliveries.length, 1)
  t.match(JSON.parse(deliveries[0]!.body), { type: 'ticket.rule', data: { rule: 'Tell the chat', ticket: { number } } })
})

inWorld('dates are promised and holds begun in the department’s working time, and a question is answered', async (t, world) => {
  const { platform, ask, as, ana, topics } = world
  const seats = await addQuestion(world, topics.accounts.id, 'number', { label: 'Seats' })
  const elsewhere = await addQuestion(world, topics.heating.id, 'short_text', { label: 'Room' })
  await withRule(world, { ...urgent, name: 'All', actions: [{ kind: 'set_due', span: '2 hours' }, { kind: 'set_answer', questionId: seats.id, value: '12' }, { kind: 'set_answer', questionId: elsewhere.id, value: 'C 2' }] })
  await addMacro(as(ana), { name: 'Part', departmentId: null, isActive: true, actions: [{ kind: 'hold', span: '3 hours', reason: 'A part is missing' }] })
  const { id } = await ask()
  await editTicket(as(ana), { ticketId: id, version: null, priority: 4 })
  const now = platform.clock.now().getTime()
  await askRules(world)
  await runMacro(as(ana), { macroId: (await platform.db.read.findOneByOrFail(Macro, {})).id, ticketId: id, key: randomUUID() })
  const ticket = await platform.db.read.findOneByOrFail(Ticket, { id })
  t.same([ticket.dueAt?.getTime(), ticket.holdUntil?.getTime(), ticket.state, ticket.holdReason], [now + 2 * hour, now + 3 * hour, 'on_hold', 'A part is missing'])
  t.same((await platform.db.read.findBy(Answer, { ticketId: id })).map(({ questionId, value }) => [questionId, value]), [[seats.id, '12']])
  t.match(await platform.db.read.findBy(ThreadEntry, { ticketId: id, kind: 'note' }), [{ text: /does not ask this question/ }], 'what its topic does not ask is told')
  t.match(writeRuleFile(await platform.db.read.find(Rule), await findRuleChoices(platform.db.read)), /"do": "set_due",\s*"in": "2 hours"[\s\S]*"question": "[^"]*Seats",\s*"answer": "12"/)
})

inWorld('the page writes these actions without script, and refuses what does not fit', async (t, world) => {
  const { platform, agents, topics } = world
  const seats = await addQuestion(world, topics.accounts.id, 'number', { label: 'Seats' })
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(platform, { agentId: agents.ana.id })
  const post = async (values: Record<string, string | string[]>) => app.inject({ method: 'POST', url: '/admin/rules', headers: { ...ownForm, cookie }, payload: form(values) })
  const base = {
    version: '0', trigger: 'updated', name: 'Many things', 'g.match': 'all', 'g.count': '0', actions: '3', 'a0.kind': 'set_due', 'a0.amount': '2', 'a0.unit': 'working days',
    'a1.kind': 'set_answer', 'a1.value': String(seats.id), 'a1.line': '3', 'a2.kind': 'send_mail', 'a2.role': ['team', 'manager'], 'a2.to': '', 'a2.subject': 'Look', 'a2.value': 'Please'
  }
  const wrong: Array<[Record<string, string>, RegExp]> = [
    [{ 'a0.amount': '' }, /a number and a unit/], [{ 'a0.kind': 'hold', 'a0.value': 'Waits' }, /href="#action1"/], [{ 'a1.line': 'many' }, /number/], [{ 'a1.value': '999' }, /still in use/], [{ 'a0.kind': 'call_webhook', 'a0.value': '7' }, /still in use/]
  ]
  for (const [values, words] of wrong) {
    const refused = await post({ ...base, ...values })
    t.equal(refused.statusCode, 422, JSON.stringify(values))
    t.match(refused.body, words)
    t.match(refused.body, 'value="Many things"')
  }
  t.equal((await post(base)).statusCode, 303)
  const { id, actions } = await platform.db.read.findOneByOrFail(Rule, {})
  t.same(actions, [{ kind: 'set_due', span: '2 working days' }, { kind: 'set_answer', questionId: seats.id, value: '3' }, { kind: 'send_mail', to: ['team', 'manager'], subject: 'Look', text: 'Please' }])
  const page = (await app.inject({ url: `/admin/rules/${id}`, headers: { cookie } })).body
  t.match(page, /name="a2\.role" value="manager" checked/)
  t.match((await app.inject({ url: '/admin/rules?trigger=updated', headers: { cookie } })).body, /promise a date in <b>2 working days<\/b>, answer the question <b>/)
})
