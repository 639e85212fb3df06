import type { EntityManager } from 'typeorm'
import { Segment } from '../segment.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { findStatusClock } from './clocks.queries.js'

/** Ends the stretch that the ticket was in and begins the next at the same moment. */
export async function turnSegment (manager: EntityManager, ticket: Ticket, at: Date): Promise<void> {
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
