import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { insertEach } from '../../platform/database/insert-row.js'
import { updateRow } from '../../platform/database/update-row.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { adjustClocks } from '../clocks/adjust-clocks.js'
import { turnSegmentFor } from '../clocks/turn-segment.js'
import { followReturn } from '../return-times.js'
import { TicketEvent } from '../ticket-event.entity.js'
import { Ticket } from '../ticket.entity.js'
import { endReferrals } from './end-referrals.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'notify-of-event': { eventId: number } }
}

interface Telling { notifyAt?: Date }

/**
 * Saves a ticket together with the line of history that says why: clocks, segment, event and the job that
 * tells people are in the transaction that holds the row, so nobody hears of a change that was rolled back.
 */
export async function saveChange (ctx: Context, manager: EntityManager, ticket: Ticket, event: TicketEvent, telling: Telling = {}): Promise<TicketEvent> {
  await saveChanges(ctx, manager, ticket, [event], telling)
  return event
}

/** The same for several lines of history in their order. The ticket itself is written once. */
export async function saveChanges (ctx: Context, manager: EntityManager, ticket: Ticket, events: readonly TicketEvent[], { notifyAt }: Telling = {}): Promise<void> {
  for (const event of events) {
    await turnSegmentFor(manager, ticket, event)
    await adjustClocks(ctx, manager, ticket, event)
  }
  await followReturn(manager, ticket, events)
  await endReferrals(manager, ticket, events)
  await writeChanges(manager, ticket, events, { notifyAt })
}

/** Writes the ticket as it stands, its lines of history, and the jobs that tell people: the end of every change. */
export async function writeChanges (manager: EntityManager, ticket: Ticket, events: readonly TicketEvent[], { notifyAt }: Telling = {}): Promise<void> {
  ticket.version += events.length
  await updateRow(manager, Ticket, ticket)
  await insertEach(manager, TicketEvent, events)
  for (const event of events) {
    await enqueue(manager, 'notify-of-event', { eventId: event.id }, event.at, { runAt: notifyAt ?? event.at })
  }
}
