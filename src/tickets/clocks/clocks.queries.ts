import type { Reader } from '../../platform/database/database.js'
import { aroundTheClock } from '../../schedules/opening-hours.js'
import { Schedule } from '../../schedules/schedule.entity.js'
import { SlaPolicy } from '../../sla/sla-policy.entity.js'
import { Segment } from '../segment.entity.js'
import { Target } from '../target.entity.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { TicketState } from '../ticket.lifecycle.js'
import { receiptOf, type Receipt } from './receipt.js'
import type { Clock } from './target-clock.js'

export type SavedClock = Clock & { readonly target: Target }

/** All clocks of a ticket, oldest first, each with the terms under which it counts. One statement. */
export async function findClocks (reader: Reader, ticketId: number): Promise<SavedClock[]> {
  const { entities, raw } = await reader.createQueryBuilder(Target, 'target')
    .leftJoin(SlaPolicy, 'policy', 'policy.id = target.policyId')
    .leftJoin(Schedule, 'schedule', 'schedule.id = target.scheduleId')
    .addSelect('policy.pauses_on_hold', 'pausesOnHold')
    .addSelect('policy.warn_at_percent', 'warnAtPercent')
    .addSelect('schedule.opening_hours', 'openingHours')
    .where('target.ticketId = :ticketId', { ticketId })
    .orderBy('target.id')
    .getRawAndEntities<{ pausesOnHold: number, warnAtPercent: number, openingHours: string | null }>()

  const parsed = new Map<string, Clock['terms']['hours']>()
  return entities.map((target, place) => {
    const { pausesOnHold, warnAtPercent, openingHours } = raw[place]!
    const hours = openingHours === null ? aroundTheClock : parsed.get(openingHours) ?? JSON.parse(openingHours)
    if (openingHours !== null) parsed.set(openingHours, hours)
    return { target, terms: { hours, pausesOnHold: Boolean(pausesOnHold), warnAtPercent } }
  })
}

/** When an agent last replied with a reply that still stands, other than the one that is being taken back. */
export async function findLastReplyAt (reader: Reader, ticketId: number, exceptEntryId: unknown = 0): Promise<Date | null> {
  const [row] = await reader.query(
    `SELECT created_at FROM thread_entries
     WHERE ticket_id = ? AND kind = 'reply' AND agent_id IS NOT NULL AND withdrawn_at IS NULL AND id <> ? ORDER BY id DESC LIMIT 1`,
    [ticketId, exceptEntryId]
  ) as Array<{ created_at: number | string }>
  return row === undefined ? null : new Date(Number(row.created_at))
}

/** When the reply that an event takes back was written, and where the ticket was then. Looks at the last fifty replies. */
export async function findWithdrawn (reader: Reader, { ticketId, details }: Pick<TicketEvent, 'ticketId' | 'details'>): Promise<{ at: Date, state: TicketState } | null> {
  const rows = await reader.query(
    "SELECT at, to_state, details FROM ticket_events WHERE ticket_id = ? AND name = 'replied' ORDER BY id DESC LIMIT 50", [ticketId]
  ) as Array<{ at: number | string, to_state: TicketState, details: string }>
  const row = rows.find(row => (JSON.parse(row.details) as { entryId?: number }).entryId === details.entryId)
  return row === undefined ? null : { at: new Date(Number(row.at)), state: row.to_state }
}

/**
 * How each promise on a ticket adds up until `now`, oldest promise first. Whoever asks must already know
 * that the reader may see the ticket.
 */
export async function findReceipt (reader: Reader, ticketId: number, now: Date): Promise<Receipt[]> {
  const clocks = await findClocks(reader, ticketId)
  if (clocks.length === 0) return []
  const segments = await reader.find(Segment, { where: { ticketId }, order: { id: 'ASC' } })
  return clocks.map(clock => receiptOf(clock, segments, now))
}
