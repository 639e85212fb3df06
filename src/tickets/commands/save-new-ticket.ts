import type { EntityManager } from 'typeorm'
import { beginSegments } from '../clocks/turn-segment.js'
import { followReturn } from '../return-times.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import type { Given } from './assign-by-strategy.js'
import { writeChanges } from './save-change.js'

/**
 * Saves a ticket that was just inserted, whose clocks follow its first line of history already. Nothing is read but
 * what depends on who got it: until the transaction ends, others wait for the turn.
 */
export async function saveNewTicket (manager: EntityManager, ticket: Ticket, created: TicketEvent, { events, returnTerms }: Given): Promise<void> {
  const history = [created, ...events]
  await beginSegments(manager, ticket, history)
  await followReturn(manager, ticket, history, returnTerms)
  await writeChanges(manager, ticket, history)
}
