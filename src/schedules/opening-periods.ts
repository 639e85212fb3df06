import { openingDaysFrom, type OpeningDay, type Span } from './opening-days.js'
import type { OpeningHours } from './opening-hours.js'

/** Why time does not count; null when it does. */
export type ClosedReason = 'outside_hours' | 'holiday'

export interface Period {
  from: Date
  to: Date
  closed: ClosedReason | null
  /** Of the holiday, when there is one and it has a name. */
  name?: string
}

interface Part extends Span { closed: ClosedReason | null, name?: string }

/**
 * The time between two moments, cut where we open or close, so that each minute is accounted for. All that is
 * closed of a holiday is put down to it, also the night, because people think of a holiday as a whole day.
 */
export function openPeriods (hours: OpeningHours, from: Date, to: Date): Period[] {
  const parts: Part[] = []
  for (const day of openingDaysFrom(hours, from.getTime())) {
    if (!(day.from < to.getTime())) break
    for (const part of partsOf(day)) append(parts, clip(part, from.getTime(), to.getTime()))
  }
  return parts.map(part => ({ ...part, from: new Date(part.from), to: new Date(part.to) }))
}

function partsOf ({ from, to, open, holiday }: OpeningDay): Part[] {
  const parts: Part[] = []
  const close: Pick<Part, 'closed' | 'name'> = holiday === null ? { closed: 'outside_hours' } : { closed: 'holiday', name: holiday.name }
  let reached = from
  for (const span of open) {
    parts.push({ from: reached, to: span.from, ...close }, { ...span, closed: null })
    reached = span.to
  }
  return [...parts, { from: reached, to, ...close }]
}

const clip = (part: Part, from: number, to: number): Part => ({ ...part, from: Math.max(part.from, from), to: Math.min(part.to, to) })

/** Lengthens the last part instead when it is of the same kind, so that a weekend is one line. */
function append (parts: Part[], part: Part): void {
  if (part.from >= part.to) return
  const last = parts.at(-1)
  if (last !== undefined && last.closed === part.closed && last.name === part.name) last.to = part.to
  else parts.push(part)
}
