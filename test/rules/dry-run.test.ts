import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { MoreThan } from 'typeorm'
import { system } from '../../src/platform/actor.js'
import { after, day, hour, minute } from '../../src/platform/clock.js'
import { joinTransaction, withActor } from '../../src/platform/context.js'
import type { Engine } from '../../src/platform/database/engine.js'
import { AskedFacts } from '../../src/rules/asked-facts.entity.js'
import { forgetAskedFacts } from '../../src/rules/commands/forget-asked-facts.js'
import { runEventRules } from '../../src/rules/commands/run-event-rules.js'
import { runTimeRules } from '../../src/rules/commands/run-time-rules.js'
import { tryOnPast } from '../../src/rules/commands/try-on-past.js'
import type { DecidingRule } from '../../src/rules/decide.js'
import { dryRun } from '../../src/rules/dry-run.queries.js'
import { RuleRun } from '../../src/rules/rule-run.entity.js'
import type { RuleValues } from '../../src/rules/rule-values.js'
import { listActiveRules } from '../../src/rules/rule.queries.js'
import { linesOf } from '../../src/rules/run-lines.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { openTicket, type NewTicket } from '../../src/tickets/commands/open-ticket.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { tagTicket } from '../../src/tickets/commands/tag-ticket.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { engines } from '../support/engines.js'
import { createWorld, inWorld, type World } from '../support/world.js'
import { all, asks, withRule } from './support.js'

/**
 * How many past tickets a rule is tried on and then asked about in earnest. Opening them is what takes long, a way over the
 * wire for each statement: 10,000 on MariaDB take more than three minutes. What is tried there is the same code.
 */
const many: Record<Engine, number> = { sqlite: 10_000, mysql: 500 }

const word = fc.constantFrom('lamp', 'printer', 'password', 'heating', 'urgent', 'exam', 'PR-0317', 'dark', 'Grüße', 'now')
const line = fc.array(word, { minLength: 1, maxLength: 5 }).map(words => words.join(' '))
const mail = fc.record({ mailboxId: fc.constant(null), recipients: fc.subarray(['it@riverside.example', 'dean@riverside.example']), replyTo: fc.option(fc.record({ name: word, email: fc.constant('jonas@forms.example') })), headers: fc.constantFrom(new Map(), new Map([['x-priority', ['1']]])), isAutomatic: fc.boolean() })
const request = fc.record({ subject: line, text: line, topic: fc.constantFrom('printing', 'accounts', 'teaching' , 'heating'), person: fc.constantFrom('maria', 'jonas', 'dean'), mail: fc.option(mail) })
type Request = typeof request extends fc.Arbitrary<infer Value> ? Value : never

const asked = ({ topics }: World, { topic, person, mail, ...rest }: Request): NewTicket => ({
  ...rest, topicId: topics[topic as keyof typeof topics].id, requester: { name: person, email: `${person}@riverside.example` }, source: mail === null ? 'web' : 'email', mail
})

/** Opens tickets as they came, a minute apart, a hundred in one transaction. */
async function openAll (world: World, requests: readonly Request[]): Promise<number[]> {
  const { platform } = world
  const ids: number[] = []
  for (let done = 0; done < requests.length; done += 100) {
    const opened: number[] = []
    const start = platform.clock.now()
    await platform.db.transaction(async manager => {
      platform.clock.set(start)
      opened.length = 0
      for (const each of requests.slice(done, done + 100)) {
        platform.clock.advance(minute)
        opened.push((await openTicket(joinTransaction(withActor(platform, system), manager), asked(world, each))).id)
      }
    })
    ids.push(...opened)
  }
  return ids
}

async function withRules (world: World): Promise<void> {
  const { topics, departments, ben } = world
  const rules: Array<Partial<RuleValues> & Pick<RuleValues, 'actions'>> = [
    { name: 'Printers', conditions: all(asks('text', 'matches', 'PR-[0-9]+'), asks('topic', 'none_of', String(topics.heating.id))), actions: [{ kind: 'set_topic', topicId: topics.printing.id }, { kind: 'set_priority', priority: 3 }] },
    { name: 'Dean', conditions: all(asks('requester_email', 'starts', 'dean@')), actions: [{ kind: 'set_priority', priority: 4 }, { kind: 'add_tags', tags: ['dean'] }] },
    { name: 'Night', conditions: all(asks('is_open_now', 'no')), actions: [{ kind: 'add_tags', tags: ['night'] }] },
    { name: 'Loud', conditions: { match: 'any', parts: [asks('header.x-priority', 'is', '1'), { match: 'all', parts: [asks('subject', 'contains', 'urgent'), asks('tags', 'has_none', 'night')] }] }, actions: [{ kind: 'set_agent', agentId: ben.id }], stops: true },
    { name: 'Rooms', conditions: all(asks('priority', 'one_of', '4'), asks('department', 'one_of', String(departments.facilities.id))), actions: [{ kind: 'note', text: 'For {requester}' }] },
    { name: 'Machines', conditions: all(asks('is_automatic', 'yes'), asks('reply_to_email', 'filled')), actions: [{ kind: 'silence', whom: 'requester' }] }
  ]
  for (const rule of rules) await withRule(world, rule)
}

for (const engine of engines) {
  t.test(`a trial on ${many[engine]} past tickets decides as the rules did, ticket by ticket (${engine})`, { timeout: 600_000 }, async t => {
    const world = await createWorld(engine)
    t.teardown(async () => world.platform.close())
    const { read } = world.platform.db
    await withRules(world)
    const ids = await openAll(world, fc.sample(request, { numRuns: many[engine], seed: 20261123 }))
    const written = await countRows(world)
    const judged = await tryAll(world, await listActiveRules(read, 'created'))
    t.same(await countRows(world), written, 'nothing was written')
    t.equal(judged.size, ids.length)

    let held: string[] = []
    for (let last = 0; ;) {
      const runs = await read.find(RuleRun, { where: { ticketId: MoreThan(last) }, order: { ticketId: 'ASC' }, take: 500 })
      for (const { ticketId, lines } of runs) assert.deepEqual(judged.get(ticketId), lines, `ticket ${ticketId}`)
      for (const { ticketId } of runs) judged.delete(ticketId)
      held = [...new Set([...held, ...runs.flatMap(({ lines }) => lines.filter(({ holds }) => holds).map(({ name }) => name))])]
      if (runs.length === 0) break
      last = runs.at(-1)!.ticketId
    }
    t.equal(judged.size, 0, 'each decision was the recorded one')
    t.same(held.sort(), ['Dean', 'Loud', 'Machines', 'Night', 'Printers', 'Rooms'], 'each rule held somewhere')
  })

  t.test(`a trial of rules that were not there yet decides as they do on a copy of the desk (${engine})`, async t => {
    const [past, copy] = [await createWorld(engine), await createWorld(engine)]
    t.teardown(async () => Promise.all([past.platform.close(), copy.platform.close()]))
    const requests = fc.sample(request, { numRuns: 200, seed: 7 })
    const before = await openAll(past, requests)
    await withRules(copy)
    const judged = await tryAll(past, await listActiveRules(copy.platform.db.read, 'created'))
    const opened = await openAll(copy, requests)
    for (const [place, ticketId] of opened.entries()) {
      const { lines } = await copy.platform.db.read.findOneByOrFail(RuleRun, { ticketId })
      assert.deepEqual(judged.get(before[place]!), lines, JSON.stringify(requests[place]))
      const wanted = lines.flatMap(line => line.wanted)
      const { priority, topicId } = await copy.platform.db.read.findOneByOrFail(Ticket, { id: ticketId })
      for (const action of wanted) {
        if (action.kind === 'set_priority') assert.equal(priority, action.priority)
        if (action.kind === 'set_topic') assert.equal(topicId, action.topicId)
      }
    }
    t.equal(opened.length, 200, 'and the tickets became what was decided')
  })
}

async function tryAll ({ platform }: World, rules: DecidingRule[]): Promise<Map<number, ReturnType<typeof linesOf>>> {
  const now = platform.clock.now()
  const judged = new Map<number, ReturnType<typeof linesOf>>()
  for await (const { ticketId, decision } of dryRun(platform.db.read, rules, { trigger: 'created', timing: null }, after(now, -30 * day), now)) judged.set(ticketId, linesOf(decision))
  return judged
}

/** Every table that a run could write to. */
async function countRows ({ platform }: World): Promise<number[]> {
  const tables = ['tickets', 'ticket_events', 'thread_entries', 'ticket_tags', 'jobs', 'mails', 'rule_runs', 'rule_hits', 'rules', 'asked_facts', 'audit_entries']
  return Promise.all(tables.map(async table => Number((await platform.db.read.query(`SELECT COUNT(*) AS n FROM ${table}`) as Array<{ n: number }>)[0]?.n)))
}

inWorld('a rule about changes is tried on what the ticket was then, and decides as it does in earnest', async (t, world) => {
  const { platform, ask, as, ana, ben, person } = world
  const { id } = await ask()
  const steps: Array<() => Promise<unknown>> = [
    async () => editTicket(as(ana), { ticketId: id, version: null, priority: 4 }),
    async () => tagTicket(as(ana), { ticketId: id, tags: 'exam loud' }),
    async () => assignTicket(as(ana), { ticketId: id, agentId: ben.id }),
    async () => editTicket(as(ana), { ticketId: id, version: null, subject: 'Another lamp', priority: 1 }),
    async () => tagTicket(as(ana), { ticketId: id, tags: 'loud' }),
    async () => assignTicket(as(ana), { ticketId: id, agentId: null })
  ]
  const rules = [
    await withRule(world, { name: 'Facts', trigger: 'updated', conditions: all(asks('priority', 'one_of', '4'), asks('tags', 'has_all', 'exam'), asks('subject', 'contains', 'sign in'), asks('assignee', 'one_of', String(ben.id))), actions: [{ kind: 'note', text: 'One' }] }),
    await withRule(world, { name: 'Change', trigger: 'updated', conditions: { match: 'any', parts: [asks('priority', 'changed_to', '1'), asks('tags', 'changed'), asks('state', 'one_of', 'open')] }, actions: [{ kind: 'note', text: 'Two' }] })
  ]
  for (const step of [async () => null, ...steps]) {
    platform.clock.advance(hour)
    await step()
    for (const event of await platform.db.read.find(TicketEvent, { order: { id: 'ASC' } })) await runEventRules(platform, { eventId: event.id })
  }
  await receiveMessage(as(await person('Maria')), { ticketId: id, text: 'Hello?', source: 'web' })
  const real = (await platform.db.read.find(RuleRun, { where: { ticketId: id }, order: { id: 'ASC' } })).map(({ lines }) => lines)

  const now = platform.clock.now()
  const tried: unknown[] = []
  for await (const { decision } of dryRun(platform.db.read, rules, { trigger: 'updated', timing: null }, after(now, -30 * day), now)) if (decision.effects.length > 0) tried.unshift(linesOf(decision))
  t.ok(real.length >= 5, `${real.length} runs`)
  t.same(tried, real)
})

inWorld('a rule of time is tried on the tickets that are silent now', async (t, world) => {
  const { platform, ask, as, ana } = world
  const { id } = await ask()
  const rule: RuleValues = { name: 'Silence', trigger: 'time', conditions: all(asks('state', 'one_of', 'open')), actions: [{ kind: 'note', text: 'Silent' }], stops: false, timing: { span: '120 minutes', side: 'after', of: 'active_at' } }
  t.match(await tryOnPast(as(ana), 0, rule), { asked: 0, held: 0 })
  await withRule(world, rule)
  platform.clock.advance(3 * hour)
  await ask()
  t.match(await tryOnPast(as(ana), 0, rule), { asked: 1, held: 1, shown: [{ ticketId: id }] })
  await runTimeRules(platform)
  t.match(await platform.db.read.find(RuleRun), [{ ticketId: id }], 'and that one is spoken of')
})

inWorld('the page of a rule says what it would have done and who would have been mailed, and saves nothing', async (t, world) => {
  const { platform, ask, agents, ben } = world
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  let cookie = await cookieFor(platform, { agentId: agents.ana.id })
  const post = async (values: Record<string, string>) => app.inject({ method: 'POST', url: '/admin/rules', headers: { ...ownForm, cookie }, payload: form(values) })
  const { number } = await ask({ subject: 'A <dark> lamp' })
  await ask({ subject: 'A chair' })
  const values = {
    version: '0', trigger: 'created', 'g.match': 'all', 'g.count': '1', 'g.0.field': 'subject', 'g.0.operator': 'contains', 'g.0.value': 'lamp', name: 'Lamps', actions: '3', 'a0.kind': 'set_priority', 'a0.value': '2',
    'a1.kind': 'set_agent', 'a1.value': String(ben.id), 'a2.kind': 'send_mail', 'a2.to': 'caretaker@riverside.example', 'a2.subject': 'Look', 'a2.value': 'Please', act: 'try-past'
  }
  const before = await countRows(world)
  const page = (await post(values)).body
  t.match(page, /Asked on 2 occasions of the last 30 days, the rule holds once\./)
  t.match(page, new RegExp(`${number}</span> A &lt;dark&gt; lamp`))
  t.match(page, /set the priority to <b>Normal<\/b> <span class="faint">it is so already/)
  t.match(page, 'Mail to Ben Ortiz, caretaker@riverside.example')
  t.match(page, 'value="Lamps"', 'what was typed is still there')
  t.same(await countRows(world), before)
  t.equal((await post({ ...values, 'g.0.value': '' })).statusCode, 422)

  platform.clock.advance(32 * day)
  cookie = await cookieFor(platform, { agentId: agents.ana.id })
  t.match((await post(values)).body, /Asked on 0 occasions/)
  await forgetAskedFacts(platform)
  t.equal(await platform.db.read.count(AskedFacts), 0)
  t.equal(await platform.db.read.count(Ticket), 2)
})
