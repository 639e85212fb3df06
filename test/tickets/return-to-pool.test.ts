import { Absence } from '../../src/accounts/absence.entity.js'
import { Department } from '../../src/departments/department.entity.js'
import { saveDepartment } from '../../src/departments/commands/save-department.js'
import { Membership } from '../../src/accounts/membership.entity.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import type { AgentActor } from '../../src/platform/actor.js'
import { after, day, hour, minute } from '../../src/platform/clock.js'
import { createFormat } from '../../src/platform/i18n/format.js'
import { translator } from '../../src/platform/i18n/translate.js'
import { explainRouting } from '../../src/routing/routing.presenter.js'
import type { KeptDecision } from '../../src/routing/routing-decision.js'
import { saveSchedule } from '../../src/schedules/commands/save-schedule.js'
import { Schedule } from '../../src/schedules/schedule.entity.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { assignTicket } from '../../src/tickets/commands/assign-ticket.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { holdTicket, moveTicket } from '../../src/tickets/commands/move-ticket.js'
import { receiveMessage } from '../../src/tickets/commands/receive-message.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { returnUntouchedTickets } from '../../src/tickets/commands/run-ticket-timers.js'
import { transferTicket } from '../../src/tickets/commands/transfer-ticket.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { TicketEvent } from '../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { createWorker } from '../../src/worker.js'
import { office } from '../support/office.js'
import { inWorld, type World } from '../support/world.js'

const set = async ({ platform, departments }: World, values: Partial<Department>) =>
  platform.db.transaction(async manager => manager.update(Department, { id: departments.it.id }, values))

const ticketOf = async ({ platform }: World, { id }: { id: number }) => platform.db.read.findOneByOrFail(Ticket, { id })
const eventsOf = async ({ platform }: World, { id: ticketId }: { id: number }) => platform.db.read.find(TicketEvent, { where: { ticketId }, order: { id: 'ASC' } })
const holderOf = (world: World, { assigneeId }: Ticket): AgentActor => [world.ana, world.ben, world.nadia].find(({ id }) => id === assigneeId)!

inWorld('a ticket that its agent does not touch goes to the next, and the history says why', async (t, world) => {
  await set(world, { returnMinutes: 30 })
  const { platform } = world
  const ticket = await world.ask()
  const [first, second] = holderOf(world, ticket).id === world.ana.id ? [world.ana, world.ben] : [world.ben, world.ana]
  t.same((await ticketOf(world, ticket)).returnsAt, after(platform.clock.now(), 30 * minute))

  platform.clock.advance(29 * minute)
  await returnUntouchedTickets(platform)
  t.equal((await ticketOf(world, ticket)).assigneeId, first.id, 'not a minute too early')

  platform.clock.advance(minute)
  await Promise.all([returnUntouchedTickets(platform), returnUntouchedTickets(platform)])
  await returnUntouchedTickets(platform)
  t.match(await ticketOf(world, ticket), { assigneeId: second.id, returnCount: 1, returnsAt: after(platform.clock.now(), 30 * minute), state: 'open' }, 'it is given anew, and timed anew')

  const events = (await eventsOf(world, ticket)).filter(({ name }) => name === 'returned' || name === 'assigned')
  t.match(events, [{ name: 'assigned' }, { name: 'returned', actorParty: 'system', details: { agentId: first.id, agentName: first.name, minutes: 30 } }, { name: 'assigned', details: { agentId: second.id, automatic: true } }])
  const words = explainRouting(events[2]!.details as unknown as KeptDecision, translator('en'), createFormat('en', 'UTC', platform.clock.now)).flatMap(({ lines }) => lines)
  t.ok(words.includes(`${first.name} was passed over: had it until now and did not touch it.`), words.join(' '))
})

inWorld('whoever lost it is told, and whoever got it too', async (t, world) => {
  await set(world, { returnMinutes: 30 })
  const { platform } = world
  const first = holderOf(world, await world.ask())
  await createWorker(platform).runDue()
  platform.clock.advance(30 * minute)
  await createWorker(platform).runDue()
  await createWorker(platform).runDue()
  const mails = (await platform.db.read.find(Mail, { order: { id: 'ASC' } })).filter(({ template }) => template !== 'request_received').map(({ template, toName }) => `${template} → ${toName}`).sort()
  const second = first.id === world.ana.id ? world.ben : world.ana
  t.same(mails, [`assigned_to_you → ${first.name}`, `ticket_returned → ${first.name}`, `assigned_to_you → ${second.name}`].sort())
  t.match((await platform.db.read.findOneByOrFail(Mail, { template: 'ticket_returned' })).text, `${first.name} had it for 30 min of working time without a reply or note.`)
})

for (const [what, touch] of Object.entries<(world: World, agent: AgentActor, ticketId: number) => Promise<unknown>>({
  'a reply': async (world, agent, ticketId) => replyToTicket(world.as(agent), { ticketId, text: 'I am on it.', outcome: 'open', version: null }),
  'a question': async (world, agent, ticketId) => replyToTicket(world.as(agent), { ticketId, text: 'Which one?', outcome: 'waiting', version: null }),
  'a solution': async (world, agent, ticketId) => replyToTicket(world.as(agent), { ticketId, text: 'Done.', outcome: 'resolved', version: null }),
  'a note': async (world, agent, ticketId) => addNote(world.as(agent), { ticketId, text: 'Looked at it.' }),
  'putting it on hold': async (world, agent, ticketId) => holdTicket(world.as(agent), { ticketId, reason: 'Parts ordered' }),
  'giving it back': async (world, _agent, ticketId) => assignTicket(world.as(world.ana), { ticketId, agentId: null }),
  'the bin': async (world, _agent, ticketId) => moveTicket(world.as(world.ana), { ticketId, move: 'trash' })
})) {
  inWorld(`${what} ends the time`, async (t, world) => {
    await set(world, { returnMinutes: 30 })
    const ticket = await world.ask()
    await touch(world, holderOf(world, ticket), ticket.id)
    t.match(await ticketOf(world, ticket), { returnsAt: null, untouchedSince: null })
    await receiveMessage(world.as(await world.person('Maria')), { ticketId: ticket.id, text: 'And?', source: 'web' }).catch(() => null)
    world.platform.clock.advance(7 * day)
    await returnUntouchedTickets(world.platform)
    t.same((await eventsOf(world, ticket)).filter(({ name }) => name === 'returned'), [])
  })
}

inWorld('what says nothing of the matter does not end it: another’s note, a priority, a team, the requester', async (t, world) => {
  await set(world, { returnMinutes: 30 })
  const ticket = await world.ask()
  const { returnsAt } = await ticketOf(world, ticket)
  const other = holderOf(world, ticket).id === world.ana.id ? world.ben : world.ana
  world.platform.clock.advance(5 * minute)
  await addNote(world.as(other), { ticketId: ticket.id, text: 'Is anybody on this?' })
  await editTicket(world.as(world.ana), { ticketId: ticket.id, priority: 4, version: (await ticketOf(world, ticket)).version })
  await assignTicket(world.as(world.ana), { ticketId: ticket.id, teamId: 1 })
  await receiveMessage(world.as(await world.person('Maria')), { ticketId: ticket.id, text: 'Hello?', source: 'web' })
  t.same((await ticketOf(world, ticket)).returnsAt, returnsAt)
})

inWorld('tickets that were taken or given by hand go back too, unless the department says otherwise', async (t, world) => {
  await set(world, { returnMinutes: 30, strategy: 'manual' })
  const { platform } = world
  const [claimed, given] = [await world.ask(), await world.ask()]
  await assignTicket(world.as(world.ben), { ticketId: claimed.id, agentId: world.ben.id, onlyIfFree: true })
  await assignTicket(world.as(world.ana), { ticketId: given.id, agentId: world.ben.id })
  platform.clock.advance(30 * minute)
  await returnUntouchedTickets(platform)
  for (const ticket of [claimed, given]) t.match(await ticketOf(world, ticket), { assigneeId: null, returnsAt: null, returnCount: 1 }, 'and waits in the pool, as tickets are given out by hand here')

  await set(world, { returnsByHand: false })
  await assignTicket(world.as(world.ana), { ticketId: given.id, agentId: world.ben.id })
  t.equal((await ticketOf(world, given)).returnsAt, null)
})

inWorld('it does not go round for ever: after three times it stays in the pool, and a note says so', async (t, world) => {
  await set(world, { returnMinutes: 30 })
  const { platform } = world
  const ticket = await world.ask()
  for (let round = 0; round < 5; round += 1) {
    platform.clock.advance(30 * minute)
    await returnUntouchedTickets(platform)
  }
  t.match(await ticketOf(world, ticket), { assigneeId: null, returnsAt: null, returnCount: 3 })
  const notes = await platform.db.read.find(ThreadEntry, { where: { ticketId: ticket.id, kind: 'note' } })
  t.match(notes.map(({ text }) => text), [/went back to the pool 3 times/])
  t.match((await eventsOf(world, ticket)).map(({ name }) => name).filter(name => name === 'returned'), ['returned', 'returned', 'returned'])

  await assignTicket(world.as(world.ben), { ticketId: ticket.id, agentId: world.ben.id })
  platform.clock.advance(30 * minute)
  await returnUntouchedTickets(platform)
  t.match(await ticketOf(world, ticket), { assigneeId: null, returnCount: 4 }, 'whoever takes it and does nothing loses it to the pool alone')
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: ticket.id, kind: 'note' }), 1)

  await assignTicket(world.as(world.ben), { ticketId: ticket.id, agentId: world.ben.id })
  await addNote(world.as(world.ben), { ticketId: ticket.id, text: 'On it now.' })
  t.equal((await ticketOf(world, ticket)).returnCount, 0, 'a touch begins anew')
})

inWorld('when the only other agent is away it waits in the pool', async (t, world) => {
  await set(world, { returnMinutes: 30 })
  const { platform } = world
  const ticket = await world.ask()
  const first = holderOf(world, ticket)
  const other = first.id === world.ana.id ? world.ben : world.ana
  await platform.db.transaction(async manager => manager.insert(Absence, { agentId: other.id, startsAt: platform.clock.now(), endsAt: after(platform.clock.now(), day), reason: '' }))
  platform.clock.advance(30 * minute)
  await returnUntouchedTickets(platform)
  t.equal((await ticketOf(world, ticket)).assigneeId, null)
  t.match((await eventsOf(world, ticket)).at(-1)?.details.steps, [{ reasons: [{ outcome: /left_it|absent/ }, { outcome: /left_it|absent/ }] }])
})

inWorld('minutes count in the department’s working time, also when that is changed while they run', async (t, world) => {
  const { platform, departments: { it } } = world
  const hours = await platform.db.transaction(async manager => manager.save(Object.assign(new Schedule(), { name: 'Mornings', openingHours: office('UTC', '08:00-12:00'), isDefault: false, createdAt: platform.clock.now(), version: 1 })))
  await set(world, { returnMinutes: 60, scheduleId: hours.id })
  platform.clock.set('2026-11-23T11:30:00Z')
  const ticket = await world.ask()
  t.same((await ticketOf(world, ticket)).returnsAt, new Date('2026-11-24T08:30:00Z'), 'half an hour today, half an hour tomorrow')

  await saveSchedule(world.as(world.ana), hours.id, { name: 'Mornings', openingHours: office('UTC', '08:00-18:00'), isDefault: false }, 1)
  await createWorker(platform).runDue()
  t.same((await ticketOf(world, ticket)).returnsAt, new Date('2026-11-23T12:30:00Z'))

  const form = async () => {
    const department = await platform.db.read.findOneByOrFail(Department, { id: it.id })
    return { ...department, mailAddress: '', mailName: '' }
  }
  await saveDepartment(world.as(world.ana), it.id, { ...await form(), returnMinutes: 90 }, (await form()).version)
  await createWorker(platform).runDue()
  t.same((await ticketOf(world, ticket)).returnsAt, new Date('2026-11-23T13:00:00Z'), 'still from when it was given')

  await saveDepartment(world.as(world.ana), it.id, { ...await form(), returnMinutes: 0 }, (await form()).version)
  await createWorker(platform).runDue()
  t.match(await ticketOf(world, ticket), { returnsAt: null, untouchedSince: null })
  await saveDepartment(world.as(world.ana), it.id, { ...await form(), returnMinutes: 30 }, (await form()).version)
  await createWorker(platform).runDue()
  t.equal((await ticketOf(world, ticket)).returnsAt, null, 'switched on again it counts for what is given from then on')
})

inWorld('a transfer in which the agent keeps it counts in the new department’s terms', async (t, world) => {
  const { platform, departments: { facilities } } = world
  await set(world, { returnMinutes: 30, strategy: 'manual' })
  await platform.db.transaction(async manager => {
    await manager.update(Department, { id: facilities.id }, { returnMinutes: 120 })
    await manager.insert(Membership, { agentId: world.ben.id, departmentId: facilities.id, roleId: 2 })
  })
  const ticket = await world.ask()
  await assignTicket(world.as(world.ben), { ticketId: ticket.id, agentId: world.ben.id })
  await transferTicket(world.as(world.ana), { ticketId: ticket.id, departmentId: facilities.id, reason: 'It is the door' })
  t.match(await ticketOf(world, ticket), { assigneeId: world.ben.id, returnsAt: after(platform.clock.now(), 2 * hour) })
})

inWorld('due tickets are found by their index', async (t, { platform }) => {
  const sql = 'SELECT id FROM tickets WHERE returns_at <= 1 ORDER BY returns_at LIMIT 200'
  const plan = JSON.stringify(await platform.db.read.query(platform.db.engine === 'sqlite' ? `EXPLAIN QUERY PLAN ${sql}` : `EXPLAIN ${sql}`))
  t.match(plan, 'ix_tickets_returns_at')
})
