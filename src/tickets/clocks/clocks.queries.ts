import type { Reader } from '../../platform/database/database.js'
import { aroundTheClock, type OpeningHours } from '../../schedules/opening-hours.js'
import type { Step, TakenStep } from '../../sla/step.js'
import type { TargetKind } from '../../sla/target-kind.js'
import { Segment, type ClockOverride } from '../segment.entity.js'
import { Status } from '../status.entity.js'
import type { Target } from '../target.entity.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { TicketState } from '../ticket.lifecycle.js'
import { receiptOf, type Receipt } from './receipt.js'
import type { Clock } from './target-clock.js'

export type SavedClock = Clock & { readonly target: Target }

interface ClockRow {
  id: number, ticket_id: number, kind: TargetKind, policy_id: number, schedule_id: number | null, minutes: number
  started_at: Moment, running_since: Moment, used_ms: number | string, due_at: Moment, next_step_at: Moment, taken_steps: string | null
  met_at: Moment, breached_at: Moment, dropped_at: Moment
  pauses_on_hold: number, steps: string | null, opening_hours: string | null
}
type Moment = number | string | null

/**
 * All clocks of a ticket, oldest first, each with the terms under which it counts. One statement by hand,
 * since every reply and message asks it.
 */
export async function findClocks (reader: Reader, ticketId: number): Promise<SavedClock[]> {
  const rows = await reader.query(
    `SELECT t.*, p.pauses_on_hold, p.steps, s.opening_hours
     FROM targets t JOIN sla_policies p ON p.id = t.policy_id LEFT JOIN schedules s ON s.id = t.schedule_id
     WHERE t.ticket_id = ? ORDER BY t.id`, [ticketId]
  ) as ClockRow[]

  const known = new Map<string | null, OpeningHours>([[null, aroundTheClock]])
  return rows.map(row => {
    const hours = known.get(row.opening_hours) ?? JSON.parse(row.opening_hours!) as OpeningHours
    known.set(row.opening_hours, hours)
    return { target: targetOf(row), terms: { hours, pausesOnHold: Boolean(row.pauses_on_hold), steps: JSON.parse(row.steps ?? '[]') as Step[] } }
  })
}

function targetOf (row: ClockRow): Target {
  return {
    id: row.id,
    ticketId: row.ticket_id,
    kind: row.kind,
    policyId: row.policy_id,
    scheduleId: row.schedule_id,
    minutes: row.minutes,
    startedAt: momentOf(row.started_at)!,
    runningSince: momentOf(row.running_since),
    usedMs: Number(row.used_ms),
    dueAt: momentOf(row.due_at),
    nextStepAt: momentOf(row.next_step_at),
    takenSteps: row.taken_steps === null ? null : JSON.parse(row.taken_steps) as TakenStep[],
    metAt: momentOf(row.met_at),
    breachedAt: momentOf(row.breached_at),
    droppedAt: momentOf(row.dropped_at)
  }
}

const momentOf = (value: Moment): Date | null => value === null ? null : new Date(Number(value))

/** When an agent last replied with a reply that still stands, other than the one that is being taken back. */
export async function findLastReplyAt (reader: Reader, ticketId: number, exceptEntryId: unknown = 0): Promise<Date | null> {
  const [row] = await reader.query(
    `SELECT created_at FROM thread_entries
     WHERE ticket_id = ? AND kind = 'reply' AND agent_id IS NOT NULL AND withdrawn_at IS NULL AND id <> ? ORDER BY id DESC LIMIT 1`,
    [ticketId, exceptEntryId]
  ) as Array<{ created_at: Moment }>
  return row === undefined ? null : momentOf(row.created_at)
}

/** What a status makes of the clock of the solution. */
export async function findStatusClock (reader: Reader, statusId: number | null): Promise<ClockOverride> {
  const clock = statusId === null ? undefined : (await reader.findOneBy(Status, { id: statusId }))?.clock
  return clock === 'pauses' || clock === 'runs' ? clock : null
}

/** When the reply that an event takes back was written, and where the ticket was then. Looks at the last fifty replies. */
export async function findWithdrawn (reader: Reader, { ticketId, details }: Pick<TicketEvent, 'ticketId' | 'details'>): Promise<{ at: Date, state: TicketState } | null> {
  const rows = await reader.query(
    "SELECT at, to_state, details FROM ticket_events WHERE ticket_id = ? AND name = 'replied' ORDER BY id DESC LIMIT 50", [ticketId]
  ) as Array<{ at: Moment, to_state: TicketState, details: string }>
  const row = rows.find(row => (JSON.parse(row.details) as { entryId?: number }).entryId === details.entryId)
  return row === undefined ? null : { at: momentOf(row.at)!, state: row.to_state }
}

/**
 * How each promise on a ticket adds up until `now`, oldest promise first. Whoever asks must already know
 * that the reader may see the ticket.
 */
export async function findReceipt (reader: Reader, ticketId: number, now: Date): Promise<Receipt[]> {
  const clocks = await findClocks(reader, ticketId)
  if (clocks.length === 0) return []
  const segments = await reader.find(Segment, { where: { ticketId }, order: { id: 'ASC' } })
  const statuses = segments.some(({ statusId }) => statusId !== null) ? await reader.find(Status) : []
  const told = segments.map(segment => ({ ...segment, statusLabel: statuses.find(({ id }) => id === segment.statusId)?.label ?? '' }))
  return clocks.map(clock => receiptOf(clock, told, now))
}
