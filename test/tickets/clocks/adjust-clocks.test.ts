import { minute } from '../../../src/platform/clock.js'
import { SlaPolicy } from '../../../src/sla/sla-policy.entity.js'
import { findReceipt } from '../../../src/tickets/clocks/clocks.queries.js'
import { endOfTime } from '../../../src/tickets/clocks/end-of-time.js'
import { editTicket } from '../../../src/tickets/commands/edit-ticket.js'
import { declineSolution } from '../../../src/tickets/commands/answer-solution.js'
import { moveTicket } from '../../../src/tickets/commands/move-ticket.js'
import { receiveMessage } from '../../../src/tickets/commands/receive-message.js'
import { replyToTicket, type ReplyOutcome } from '../../../src/tickets/commands/reply-to-ticket.js'
import { transferTicket } from '../../../src/tickets/commands/transfer-ticket.js'
import { withdrawReply } from '../../../src/tickets/commands/withdraw-reply.js'
import { Target } from '../../../src/tickets/target.entity.js'
import { TicketEvent } from '../../../src/tickets/ticket-event.entity.js'
import { Ticket } from '../../../src/tickets/ticket.entity.js'
import type { TargetKind } from '../../../src/sla/target-kind.js'
import { inWorld, type World } from '../../support/world.js'

// Office hours in Berlin are 9:00 to 12:30 and 13:00 to 17:00, on Fridays 9:00 to 15:00. The world begins on a Monday at 9:00.
const berlin = (text: string) => new Date(`2026-11-${text}:00+01:00`)

async function reply (world: World, { id }: Ticket, outcome: ReplyOutcome = 'waiting') {
  return replyToTicket(world.as(world.ana), { ticketId: id, text: 'Have you tried the other door?', outcome, version: null })
}
const message = async (world: World, { id }: Ticket) => receiveMessage(world.as(await world.person('Maria')), { ticketId: id, text: 'It still does not open.', source: 'web' })
const reload = async ({ platform }: World, { id }: Ticket) => platform.db.read.findOneByOrFail(Ticket, { id })
const targetsOf = async ({ platform }: World, { id }: Ticket, kind: TargetKind) => platform.db.read.find(Target, { where: { ticketId: id, kind }, order: { id: 'ASC' } })

inWorld('a new ticket is due when its policy says, in its department’s hours', async (t, world) => {
  const ticket = await world.ask()

  t.same((await reload(world, ticket)).nextDueAt, berlin('23T13:30'), 'four hours, without lunch')
  t.same((await reload(world, ticket)).sortsAt, berlin('23T13:30'))
  t.match(await targetsOf(world, ticket, 'resolution'), [{ minutes: 1440, dueAt: berlin('26T10:30'), usedMs: 0 }])
})

inWorld('where no policy matches, nothing is due', async (t, world) => {
  await world.platform.db.transaction(async manager => manager.update(SlaPolicy, { name: 'Standard' }, { departmentIds: [world.departments.facilities.id] }))
  const ticket = await reload(world, await world.ask())

  t.match(ticket, { slaPolicyId: null, nextDueAt: null, sortsAt: endOfTime })
  await reply(world, ticket)
  t.equal(await world.platform.db.read.countBy(Target, { ticketId: ticket.id }), 0)
})

inWorld('a conversation keeps each promise in turn', async (t, world) => {
  const ticket = await world.ask()

  world.platform.clock.set(berlin('23T10:00'))
  await reply(world, ticket)
  t.match(await targetsOf(world, ticket, 'first_response'), [{ metAt: berlin('23T10:00'), usedMs: 60 * minute, breachedAt: null, dueAt: null }])
  t.match(await reload(world, ticket), { state: 'waiting', nextDueAt: null, sortsAt: endOfTime })

  world.platform.clock.set(berlin('23T16:00'))
  await message(world, ticket)
  t.match(await targetsOf(world, ticket, 'next_response'), [{ dueAt: berlin('24T12:00') }])
  t.match(await targetsOf(world, ticket, 'resolution'), [{ usedMs: 60 * minute, runningSince: berlin('23T16:00') }])
  t.same((await reload(world, ticket)).nextDueAt, berlin('24T12:00'))

  world.platform.clock.set(berlin('23T16:30'))
  await reply(world, ticket, 'resolved')
  t.match(await targetsOf(world, ticket, 'resolution'), [{ metAt: berlin('23T16:30'), usedMs: 90 * minute }])
  t.match(await reload(world, ticket), { state: 'resolved', nextDueAt: null })

  world.platform.clock.set(berlin('25T09:00'))
  await declineSolution(world.as(await world.person('Maria')), { ticketId: ticket.id, text: 'No, it does not.' })
  t.match(await targetsOf(world, ticket, 'resolution'), [{ metAt: null, usedMs: 90 * minute, runningSince: berlin('25T09:00') }])
  t.match(await targetsOf(world, ticket, 'next_response'), [{ metAt: berlin('23T16:30') }, { metAt: null, dueAt: berlin('25T13:30') }])
})

inWorld('a reply taken back kept no promise', async (t, world) => {
  const ticket = await world.ask()
  world.platform.clock.set(berlin('23T10:00'))
  const { id: entryId } = await reply(world, ticket)

  world.platform.clock.advance(10_000)
  await withdrawReply(world.as(world.ana), { ticketId: ticket.id, entryId })
  t.match(await targetsOf(world, ticket, 'first_response'), [{ metAt: null, runningSince: berlin('23T10:00'), dueAt: berlin('23T13:30') }])
  t.same((await reload(world, ticket)).nextDueAt, berlin('23T13:30'))
})

inWorld('priority and department change the promise and keep the time used', async (t, world) => {
  const ticket = await world.ask()
  world.platform.clock.set(berlin('23T10:00'))
  await editTicket(world.as(world.ana), { ticketId: ticket.id, version: null, priority: 4 })
  t.match(await targetsOf(world, ticket, 'resolution'), [{ minutes: 480, dueAt: berlin('24T09:30') }])

  const policy = await world.platform.db.transaction(async manager => {
    const { id: _, ...standard } = await manager.findOneByOrFail(SlaPolicy, { name: 'Standard' })
    return manager.save(SlaPolicy, { ...standard, name: 'Rooms', position: 0, departmentIds: [world.departments.facilities.id], aroundTheClock: true })
  })
  world.platform.clock.set(berlin('23T11:00'))
  await transferTicket(world.as(world.ana), { ticketId: ticket.id, departmentId: world.departments.facilities.id, reason: 'It is the door, not the password.' })

  t.equal((await reload(world, ticket)).slaPolicyId, policy.id)
  t.match(await targetsOf(world, ticket, 'resolution'), [{ policyId: policy.id, scheduleId: null, usedMs: 120 * minute, dueAt: berlin('23T17:00') }])
})

inWorld('a date promised by hand counts when it is nearer', async (t, world) => {
  const ticket = await world.ask()
  await editTicket(world.as(world.ana), { ticketId: ticket.id, version: null, dueAt: berlin('23T11:00') })
  t.same((await reload(world, ticket)).nextDueAt, berlin('23T11:00'))

  await editTicket(world.as(world.ana), { ticketId: ticket.id, version: null, dueAt: null })
  t.same((await reload(world, ticket)).nextDueAt, berlin('23T13:30'))
})

inWorld('an answer later than promised is written into the history once', async (t, world) => {
  const ticket = await world.ask()
  world.platform.clock.set(berlin('24T09:00'))
  await reply(world, ticket, 'open')

  const misses = await world.platform.db.read.findBy(TicketEvent, { ticketId: ticket.id, name: 'target_breached' })
  t.match(misses, [{ details: { kind: 'first_response' }, actorParty: 'system' }])
  t.match(await targetsOf(world, ticket, 'first_response'), [{ metAt: berlin('24T09:00'), breachedAt: berlin('24T09:00') }])

  const events = await world.platform.db.read.countBy(TicketEvent, { ticketId: ticket.id })
  t.equal((await reload(world, ticket)).version, events + 1, 'every event counts the version up by one')
})

inWorld('the bin drops every promise and gives it back', async (t, world) => {
  const ticket = await world.ask()
  world.platform.clock.set(berlin('23T10:00'))
  await moveTicket(world.as(world.ana), { ticketId: ticket.id, move: 'trash' })
  t.match(await targetsOf(world, ticket, 'first_response'), [{ droppedAt: berlin('23T10:00'), dueAt: null, usedMs: 60 * minute }])

  world.platform.clock.set(berlin('24T10:00'))
  await moveTicket(world.as(world.ana), { ticketId: ticket.id, move: 'restore' })
  t.match(await targetsOf(world, ticket, 'first_response'), [{ droppedAt: null, dueAt: berlin('24T13:30'), usedMs: 60 * minute }])
})

inWorld('the receipt of a ticket adds up', async (t, world) => {
  const ticket = await world.ask()
  world.platform.clock.set(berlin('23T12:00'))
  await reply(world, ticket)
  world.platform.clock.set(berlin('23T14:00'))
  await message(world, ticket)
  world.platform.clock.set(berlin('24T10:00'))

  const receipts = await findReceipt(world.platform.db.read, ticket.id, world.platform.clock.now())
  t.same(receipts.map(({ kind, status, usedMs }) => [kind, status, usedMs / minute]), [['first_response', 'met', 180], ['resolution', 'running', 420], ['next_response', 'running', 240]])
  t.same(receipts.map(({ lines }) => lines.reduce((sum, { ms }) => sum + ms, 0) / minute), [180, 420, 240])
  t.same(receipts[1]!.lines.map(({ kind, ms }) => [kind, ms / minute]), [['running', 180], ['paused', 0], ['running', 180], ['outside_hours', 0], ['running', 60]])
})

