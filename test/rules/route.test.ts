import { runEventRules } from '../../src/rules/commands/run-event-rules.js'
import { runMacro } from '../../src/rules/commands/run-macro.js'
import { addMacro } from '../../src/rules/commands/save-macro.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { addNadia, askAs, whyOf } from '../routing/support.js'
import { inWorld, type World } from '../support/world.js'
import { all, asks, withRule } from './support.js'

const holderOf = async ({ platform }: World, id: number) => (await platform.db.read.findOneByOrFail(Ticket, { id })).assigneeId
const lastEvent = async ({ platform }: World, ticketId: number, name: string) => platform.db.read.findOneOrFail(TicketEvent, { where: { ticketId, name }, order: { id: 'DESC' } })

inWorld('a rule for new tickets finds an agent by turns where they are given out by hand', async (t, world) => {
  const { ana, nadia, topics } = world
  t.equal((await askAs(world, 'Maria', topics.heating.id)).assigneeId, null, 'without a rule it is by hand')
  await withRule(world, { actions: [{ kind: 'route', way: 'round_robin' }] })
  const got = [await askAs(world, 'Maria', topics.heating.id), await askAs(world, 'Maria', topics.heating.id)]
  t.same(got.map(({ assigneeId }) => assigneeId), [ana.id, nadia.id])
  t.same(await whyOf(world, got[1]!.id), ['Nadia Farouk was next: at work, 0 of 15 open.', 'Ana Ribeiro comes later in turn, 1 of 15 open.'])
})

inWorld('of a rule that names an agent and one that finds one, the agent who is named gets it', async (t, world) => {
  const { ben, topics } = world
  await withRule(world, { name: 'Ben', actions: [{ kind: 'set_agent', agentId: ben.id }] })
  await withRule(world, { name: 'Anybody', actions: [{ kind: 'route', way: 'least_open' }] })
  for (let round = 0; round < 2; round += 1) t.equal((await askAs(world, 'Maria', topics.accounts.id)).assigneeId, ben.id)
})

inWorld('a rule takes a ticket from its agent and finds another, which no rule answers', async (t, world) => {
  const { platform, ana, ben } = world
  await addNadia(world)
  await withRule(world, { name: 'On with it', trigger: 'updated', conditions: all(asks('priority', 'changed_to', '4')), actions: [{ kind: 'route_anew', way: 'usual' }] })
  const ticket = await askAs(world, 'Maria')
  t.equal(ticket.assigneeId, ana.id)
  await askAs(world, 'Maria')
  await askAs(world, 'Maria')
  await editTicket(world.as(ana), { ticketId: ticket.id, version: null, priority: 4 })
  const change = await lastEvent(world, ticket.id, 'priority_changed')
  await runEventRules(platform, { eventId: change.id })
  await runEventRules(platform, { eventId: change.id })

  t.equal(await holderOf(world, ticket.id), ben.id, 'it was Ana’s turn, from whom it was taken')
  t.same((await whyOf(world, ticket.id)).slice(0, 2), ['Ben Ortiz was next: at work, 1 of 15 open.', 'Ana Ribeiro was passed over: it was just taken from this agent.'])
  t.match(await lastEvent(world, ticket.id, 'unassigned'), { details: { byRule: true, agentName: 'Ana Ribeiro' } })
  t.match(await lastEvent(world, ticket.id, 'assigned'), { details: { byRule: true, chosenBy: 'strategy' } })

  await withRule(world, { name: 'Nothing to find', trigger: 'updated', conditions: all(asks('priority', 'changed_to', '1')), actions: [{ kind: 'route', way: 'least_open' }] })
  await editTicket(world.as(ana), { ticketId: ticket.id, version: null, priority: 1 })
  await runEventRules(platform, { eventId: (await lastEvent(world, ticket.id, 'priority_changed')).id })
  t.equal(await holderOf(world, ticket.id), ben.id, 'who has it keeps it')
})

inWorld('a macro finds an agent, and leaves a ticket to whoever takes it when nobody is free', async (t, world) => {
  const { platform, ana, nadia, topics } = world
  const ticket = await askAs(world, 'Maria', topics.heating.id)
  const macro = await addMacro(world.as(ana), { name: 'Find', departmentId: null, actions: [{ kind: 'route_anew', way: 'least_open' }], isActive: true })
  const press = async (key: string) => runMacro(world.as(nadia), { macroId: macro.id, ticketId: ticket.id, key })
  await press('one')
  t.equal(await holderOf(world, ticket.id), ana.id)
  await press('one')
  t.equal(await holderOf(world, ticket.id), ana.id, 'pressed twice it is done once')
  await press('two')
  t.equal(await holderOf(world, ticket.id), nadia.id)

  await platform.db.transaction(async manager => manager.query('UPDATE agents SET takes_tickets = 0'))
  await press('three')
  t.equal(await holderOf(world, ticket.id), null)
  t.same((await whyOf(world, ticket.id)).length, 2, 'and the reasons are kept')
})
