import type { EntityManager } from 'typeorm'
import { insertRows } from '../../platform/database/insert-row.js'
import { Segment } from '../segment.entity.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketLifecycle } from '../ticket.lifecycle.js'
import { findStatusClock } from './clocks.queries.js'

/** The stretches of a ticket that is just created: the first, and one for each move that comes with it. It has no status yet. */
export async function beginSegments (manager: EntityManager, { id: ticketId }: Ticket, events: readonly TicketEvent[]): Promise<void> {
  const turns = events.filter(({ name, fromState, toState }) => name === 'created' || fromState !== toState)
  await insertRows(manager, Segment, turns.map(({ toState, at }, place) =>
    ({ ticketId, state: toState, waitingOn: ticketLifecycle.states[toState].waitingOn, statusId: null, statusClock: null, startedAt: at, endedAt: turns[place + 1]?.at ?? null })))
}

/** Begins a new stretch where an event asks for one. */
export async function turnSegmentFor (manager: EntityManager, ticket: Ticket, { name, fromState, toState, at }: TicketEvent): Promise<void> {
  if (fromState !== toState) await turnSegment(manager, ticket, at)
  else if (name === 'status_changed') await turnForStatus(manager, ticket, at)
}

/** Ends the stretch that the ticket was in and begins the next at the same moment. */
async function turnSegment (manager: EntityManager, ticket: Ticket, at: Date): Promise<void> {
  await manager.query('UPDATE ticket_segments SET ended_at = ? WHERE ticket_id = ? AND ended_at IS NULL', [at.getTime(), ticket.id])
  const statusClock = await findStatusClock(manager, ticket.statusId)
  await manager.insert(Segment, { ticketId: ticket.id, state: ticket.state, waitingOn: ticket.waitingOn, statusId: statusClock === null ? null : ticket.statusId, statusClock, startedAt: at, endedAt: null })
}

/** Begins a new stretch where the ticket's status makes something else of the clock than the stretch that lasts. */
export async function turnForStatus (manager: EntityManager, ticket: Ticket, at: Date): Promise<void> {
  const [lasting] = await manager.query('SELECT status_clock AS clock, status_id AS statusId FROM ticket_segments WHERE ticket_id = ? AND ended_at IS NULL', [ticket.id]) as Array<{ clock: string | null, statusId: number | null }>
  const clock = await findStatusClock(manager, ticket.statusId)
  if (clock !== (lasting?.clock ?? null) || (clock !== null && lasting?.statusId !== ticket.statusId)) await turnSegment(manager, ticket, at)
}
