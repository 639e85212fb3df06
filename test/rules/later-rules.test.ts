import { hour, minute } from '../../src/platform/clock.js'
import { Rule } from '../../src/rules/rule.entity.js'
import { forgetRules } from '../../src/rules/recent-rules.js'
import { RuleRun } from '../../src/rules/rule-run.entity.js'
import { runEventRules } from '../../src/rules/commands/run-event-rules.js'
import { runTimeRules } from '../../src/rules/commands/run-time-rules.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { TicketTag } from '../../src/tickets/ticket-tag.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { inWorld, type World } from '../support/world.js'
import { all, asks, withRule } from './support.js'

/** Asks the rules about everything that happened, as the worker does. */
async function askRules ({ platform }: World): Promise<void> {
  for (const { id } of await platform.db.read.find(TicketEvent, { order: { id: 'ASC' } })) await runEventRules(platform, { eventId: id })
}

inWorld('a rule answers what an agent changed, once, however often it is asked', async (t, world) => {
  const { platform, ask, as, ana } = world
  await withRule(world, { trigger: 'updated', conditions: all(asks('priority', 'changed_to', '4')), actions: [{ kind: 'add_tags', tags: ['urgent'] }, { kind: 'note', text: 'Who is on call?' }] })
  const { id } = await ask()
  await askRules(world)
  t.equal(await platform.db.read.countBy(TicketTag, { ticketId: id }), 0)

  await editTicket(as(ana), { ticketId: id, version: null, priority: 4 })
  await askRules(world)
  await askRules(world)
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: id, kind: 'note' }), 1)
  t.equal(await platform.db.read.countBy(TicketTag, { ticketId: id }), 1)
  t.match(await platform.db.read.findOneBy(TicketEvent, { ticketId: id, name: 'noted' }), { actorName: 'The rule', details: { byRule: true } })
})

inWorld('rules do not answer each other, so none can go on for ever', async (t, world) => {
  const { platform, ask, as, ana } = world
  await withRule(world, { name: 'Up', trigger: 'updated', conditions: all(asks('priority', 'changed_to', '3')), actions: [{ kind: 'set_priority', priority: 4 }] })
  const { id: downId } = await withRule(world, { name: 'Down', trigger: 'updated', conditions: all(asks('priority', 'changed_to', '2')), actions: [{ kind: 'set_priority', priority: 3 }] })
  // Saving refuses such a pair; one may come by other ways.
  await platform.db.transaction(async manager => manager.update(Rule, { id: downId }, { conditions: all(asks('priority', 'changed_to', '4')) }))
  forgetRules(platform.db)
  const { id } = await ask()
  await editTicket(as(ana), { ticketId: id, version: null, priority: 3 })
  for (let times = 0; times < 5; times += 1) await askRules(world)
  const changes = await platform.db.read.findBy(TicketEvent, { ticketId: id, name: 'priority_changed' })
  t.same(changes.map(({ details }) => [details.from, details.to]), [[2, 3]], 'each undoes the other: what the agent chose stays')
  const { lines } = await platform.db.read.findOneByOrFail(RuleRun, { ticketId: id })
  t.match(lines, [{ name: 'Up', wanted: [], overruled: [{ by: 'Down' }] }, { name: 'Down', wanted: [{ priority: 3 }] }], 'and why is kept')
})

inWorld('a message wakes the rules for messages', async (t, world) => {
  const { platform, ask, as, person } = world
  await withRule(world, { trigger: 'message', conditions: all(asks('text', 'matches', 'call me (back|again)'), asks('author', 'one_of', 'requester')), actions: [{ kind: 'add_tags', tags: ['call-back'] }] })
  const { id } = await ask()
  await receiveMessage(as(await person('Maria')), { ticketId: id, text: 'Please CALL me back.', source: 'web' })
  await askRules(world)
  t.match(await platform.db.read.findBy(TicketTag, { ticketId: id }), [{ tag: 'call-back' }])
})

inWorld('a rule of time speaks of each silence once, and sees only what has newly fallen silent', async (t, world) => {
  const { platform, ask, as, person } = world
  const old = await ask()
  platform.clock.advance(3 * hour)
  await withRule(world, { trigger: 'time', timing: { span: '120 minutes', side: 'after', of: 'active_at' }, conditions: all(asks('state', 'one_of', 'open', 'new')), actions: [{ kind: 'note', text: 'Nobody has looked for two hours.' }] })
  const { id } = await ask()
  const notes = async (ticketId: number) => platform.db.read.countBy(ThreadEntry, { ticketId, kind: 'note' })

  platform.clock.advance(119 * minute)
  await runTimeRules(platform)
  t.equal(await notes(id), 0)
  platform.clock.advance(2 * minute)
  await runTimeRules(platform)
  await runTimeRules(platform)
  t.equal(await notes(id), 1)
  t.equal(await notes(old.id), 0, 'the past of the desk is left alone')

  platform.clock.advance(5 * hour)
  await runTimeRules(platform)
  t.equal(await notes(id), 1, 'its own note begins no new silence')

  await receiveMessage(as(await person('Maria')), { ticketId: id, text: 'Hello?', source: 'web' })
  platform.clock.advance(121 * minute)
  await runTimeRules(platform)
  t.equal(await notes(id), 2)
  t.equal(await platform.db.read.countBy(RuleRun, { ticketId: id }), 2)
  t.match(await platform.db.read.findOneBy(Ticket, { id }), { state: 'open' })
})
