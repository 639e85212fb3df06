import { after } from '../../platform/clock.js'
import { openPeriods } from '../../schedules/opening-periods.js'
import type { Step } from '../../sla/step.js'
import type { TargetKind } from '../../sla/target-kind.js'
import type { Segment } from '../segment.entity.js'
import { ticketLifecycle, type TicketState } from '../ticket.lifecycle.js'
import { clockMode } from './clock-mode.js'
import { budgetMs, isOpen, momentOfStep, stepsAhead, usedMsAt, whenUsed, type Clock } from './target-clock.js'

export type LineKind = 'running' | 'paused' | 'outside_hours' | 'holiday' | 'adjusted'

/** Whose move it was, or where the ticket rested. */
export type LineReason = 'status' | 'us' | 'requester' | 'third_party' | 'resolved' | 'closed' | 'merged' | 'trashed'

/** A stretch of time and what it added to the time used: all of it, or nothing. */
export interface ReceiptLine {
  from: Date
  to: Date
  ms: number
  kind: LineKind
  reason: LineReason | null
  /** The name of the holiday, if it has one, or of the status. */
  name?: string
}

/** How the time used towards one promise adds up. */
export interface Receipt {
  targetId: number | undefined
  kind: TargetKind
  policyId: number
  scheduleId: number | null
  status: 'running' | 'paused' | 'met' | 'dropped'
  isMissed: boolean
  startedAt: Date
  metAt: Date | null
  budgetMs: number
  usedMs: number
  /** When it is due, or was; null while it is paused and once it is dropped. */
  dueAt: Date | null
  /** Their `ms` add up to `usedMs`. */
  lines: ReceiptLine[]
  /** The steps that are still to come, and when; null while it is paused. */
  ahead: Array<{ step: Step, at: Date | null }>
}

type Stretch = Pick<Segment, 'state' | 'startedAt' | 'endedAt' | 'statusClock'> & { statusLabel?: string }

/**
 * The receipt of one promise until `now`, from the stretches of its ticket's life.
 *
 * Stretches are told in the hours of today. Where time was counted under other hours or another policy,
 * one line of kind `adjusted` says by how much the two differ, so that the sum is always what was counted.
 */
export function receiptOf (clock: Clock, segments: readonly Stretch[], now: Date): Receipt {
  const { id, kind, policyId, scheduleId, startedAt, metAt, droppedAt, runningSince, dueAt, breachedAt } = clock.target
  const end = metAt ?? droppedAt ?? now
  const usedMs = usedMsAt(clock, end)
  const told = joinAlike(segments.flatMap(segment => linesOf(clock, segment, end)))
  const lines = withAdjustment(told, usedMs, startedAt, runningSince ?? end)
  return {
    targetId: id,
    kind,
    policyId,
    scheduleId,
    status: metAt !== null ? 'met' : droppedAt !== null ? 'dropped' : runningSince !== null ? 'running' : 'paused',
    isMissed: breachedAt !== null || (dueAt !== null && now > dueAt),
    startedAt,
    metAt,
    budgetMs: budgetMs(clock.target),
    usedMs,
    dueAt: metAt === null ? dueAt : wasDueAt(clock, lines, metAt),
    lines,
    ahead: isOpen(clock) ? stepsAhead(clock).map(step => ({ step, at: runningSince === null ? null : momentOfStep(clock, step) })) : []
  }
}

function linesOf (clock: Clock, { state, startedAt, endedAt, statusClock, statusLabel = '' }: Stretch, end: Date): ReceiptLine[] {
  const from = startedAt < clock.target.startedAt ? clock.target.startedAt : startedAt
  const to = endedAt === null || endedAt > end ? end : endedAt
  if (from >= to) return []
  const mode = clockMode(clock.target.kind, state, clock.terms, statusClock)
  const why = mode === clockMode(clock.target.kind, state, clock.terms) ? { reason: reasonOf(state) } : { reason: 'status' as const, name: statusLabel }
  if (mode !== 'runs') return [{ from, to, ms: 0, kind: 'paused', ...why }]

  return openPeriods(clock.terms.hours, from, to).map(({ from, to, closed, name }) => closed === null
    ? { from, to, ms: to.getTime() - from.getTime(), kind: 'running', ...why }
    : { from, to, ms: 0, kind: closed, reason: null, ...(name !== undefined && { name }) })
}

function reasonOf (state: TicketState): LineReason {
  switch (state) {
    case 'resolved': case 'closed': case 'merged': case 'trashed': return state
    default: return ticketLifecycle.states[state].waitingOn ?? 'us'
  }
}

/** Taking a ticket up, or a night that begins in one stretch and ends in the next, makes no new line. */
function joinAlike (lines: readonly ReceiptLine[]): ReceiptLine[] {
  const joined: ReceiptLine[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    const isAlike = last?.kind === line.kind && last.reason === line.reason && last.name === line.name && last.to.getTime() === line.from.getTime()
    if (isAlike) Object.assign(last, { to: line.to, ms: last.ms + line.ms })
    else joined.push({ ...line })
  }
  return joined
}

function withAdjustment (lines: ReceiptLine[], usedMs: number, from: Date, to: Date): ReceiptLine[] {
  const missing = usedMs - lines.reduce((sum, { ms }) => sum + ms, 0)
  return missing === 0 ? lines : [...lines, { from, to, ms: missing, kind: 'adjusted', reason: null }]
}

/** When a promise that was met ran out, or would have run out had it gone on. */
function wasDueAt (clock: Clock, lines: readonly ReceiptLine[], metAt: Date): Date {
  let left = budgetMs(clock.target)
  for (const { from, ms } of lines.filter(({ kind }) => kind === 'running')) {
    if (left <= ms) return after(from, left)
    left -= ms
  }
  return whenUsed(clock, metAt, budgetMs(clock.target))
}
