import type { AgentActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { ticketPolicy } from './ticket.policy.js'
import { findMargin, findTicketRow, listEntryRows, listEventRows, type EntryRow, type EventRow, type Margin, type TicketRow } from './ticket-page.queries.js'
import { after, second } from '../platform/clock.js'

export const entriesAPage = 50
const presentFor = 45 * second

export interface DeskPage { row: TicketRow, entries: EntryRow[], events: EventRow[], margin: Margin, hasEarlier: boolean }

/**
 * All that the ticket page shows, for an agent who may see it. Everything is asked at once, so that the page
 * waits for the slowest statement instead of for one after the other; what may not be seen is dropped.
 *
 * @throws NotFound
 */
export async function findDeskPage (reader: Reader, actor: AgentActor, id: number, now: Date, before: number | null = null): Promise<DeskPage> {
  const [row, found, margin, latest] = await Promise.all([
    findTicketRow(reader, id),
    listEntryRows(reader, id, entriesAPage + 1, before),
    findMargin(reader, id, actor.id, after(now, -presentFor)),
    listEventRows(reader, id)
  ])
  if (row === null || !ticketPolicy.read(actor, { ...row, closedAt: null }, { referredTo: margin.referrals })) throw new NotFound()

  const hasEarlier = found.length > entriesAPage
  const entries = hasEarlier ? found.slice(1) : found
  const events = hasEarlier ? latest.filter(({ at }) => at >= entries[0]!.createdAt) : latest
  return { row, entries, events, margin, hasEarlier }
}
