import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { findServiceLevel, findServiceLevelOf } from '../../sla/sla.queries.js'
import type { ServiceLevel } from '../../sla/service-level.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { changesPromise, startsNextResponse, touchesClocks } from './clock-events.js'
import { findClocks, findLastReplyAt, findStatusClock, findWithdrawn, type SavedClock } from './clocks.queries.js'
import { decideClocks, type Snapshot } from './decide-clocks.js'
import { dueTimes } from './due-times.js'
import { recordMisses, saveClocks } from './save-clocks.js'

/**
 * Lets the clocks of a ticket follow an event, and sets the ticket's policy and due times. Saves the clocks
 * but not the ticket. Call it in the transaction that holds the ticket's row, which guards its clocks too;
 * for `created`, after the ticket has an id.
 *
 * Most events touch no clock and cost no statement; the others read all clocks in one and write those
 * that change.
 */
export async function adjustClocks (_ctx: Context, manager: EntityManager, ticket: Ticket, event: TicketEvent): Promise<void> {
  if (!touchesClocks(event)) return

  const hasClocks = event.name !== 'created' && (ticket.slaPolicyId !== null || changesPromise(event))
  const before = hasClocks ? await findClocks(manager, ticket.id) : []
  const snapshot = await takeSnapshot(manager, ticket, event, before)
  const after = decideClocks(snapshot)

  await saveClocks(manager, before, after)
  await recordMisses(manager, ticket, before, after, event)
  if (changesPromise(event)) ticket.slaPolicyId = snapshot.level?.policyId ?? null
  Object.assign(ticket, dueTimes(after, event.toState, ticket.dueAt))
}

async function takeSnapshot (manager: EntityManager, ticket: Ticket, event: TicketEvent, clocks: readonly SavedClock[]): Promise<Snapshot> {
  const withdrawn = event.name === 'reply_withdrawn' ? await findWithdrawn(manager, event) : null
  return {
    ticketId: ticket.id,
    event,
    clocks,
    level: await findLevel(manager, ticket, event),
    statusClock: await findStatusClock(manager, ticket.statusId),
    lastReplyAt: asksLastReply(event, clocks) ? await findLastReplyAt(manager, ticket.id, withdrawn === null ? undefined : event.details.entryId) : null,
    withdrawn
  }
}

async function findLevel (manager: EntityManager, ticket: Ticket, event: TicketEvent): Promise<ServiceLevel | null> {
  if (changesPromise(event)) return findServiceLevel(manager, ticket)
  if (startsNextResponse(event) && ticket.slaPolicyId !== null) return findServiceLevelOf(manager, ticket.slaPolicyId, ticket)
  return null
}

function asksLastReply (event: TicketEvent, clocks: readonly SavedClock[]): boolean {
  if (event.name === 'created') return false
  const knowsOfAnswer = clocks.some(({ target }) => target.kind !== 'resolution' && target.metAt !== null)
  return event.name === 'reply_withdrawn' || changesPromise(event) || (startsNextResponse(event) && !knowsOfAnswer)
}
