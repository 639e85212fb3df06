import { day as dayMs } from '../platform/clock.js'
import type { Holiday, OpeningHours } from './opening-hours.js'
import { reckonedHours, type TimeSpan } from './reckoned-hours.js'
import type { ZoneCalendar } from './zone-calendar.js'

/** A stretch of real time in epoch milliseconds; `to` is no part of it. */
export interface Span { from: number, to: number }

/** A calendar day in real time, with what is open of it. */
export interface OpeningDay extends Span {
  /** Counted from 1 January 1970. */
  day: number
  /** In order of time, none of them empty. */
  open: Span[]
  holiday: Holiday | null
}

const patience = 3653 * dayMs
const horizon = 10 * patience

/**
 * The days from the one that `at` is on, without end.
 *
 * @throws RangeError for an invalid date or an unknown time zone, which would keep a caller waiting for ever.
 */
export function * openingDaysFrom (hours: OpeningHours, at: number): Generator<OpeningDay, never> {
  if (!Number.isFinite(at)) throw new RangeError('Expected a valid date')
  const { calendar, usual, holidays } = reckonedHours(hours)

  const first = calendar.dayAt(at)
  let from = calendar.startOf(first)
  for (let day = first; ; day++) {
    const to = calendar.startOf(day + 1)
    const special = holidays.get(day)
    const spans = special?.open ?? usual[weekdayOf(day)] ?? []
    yield { day, from, to, open: openSpans(calendar, day, spans, from, to), holiday: special?.holiday ?? null }
    from = to
  }
}

/**
 * The days that have opening hours, from the one that `at` is on. Ends after ten years without such a day and
 * after a hundred in any case, so that nobody looks for ever for an hour that never comes.
 */
export function * openDaysFrom (hours: OpeningHours, at: number): Generator<OpeningDay, void> {
  let lastOpen = at
  for (const day of openingDaysFrom(hours, at)) {
    if (day.from - lastOpen > patience || day.from - at > horizon) return
    if (day.open.length === 0) continue
    lastOpen = day.to
    yield day
  }
}

/** Counted from Monday. 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % 7 + 7) % 7

function openSpans (calendar: ZoneCalendar, day: number, spans: readonly TimeSpan[], from: number, to: number): Span[] {
  // Most days are as long as the next, and every time is as far from midnight as it reads.
  if (to - from === dayMs) return spans.map(span => ({ from: from + span.from, to: from + span.to }))
  return spans
    .map(span => ({ from: calendar.momentOf({ day, time: span.from }), to: calendar.momentOf({ day, time: span.to }) }))
    .filter(span => span.from < span.to)
    .sort((one, other) => one.from - other.from)
}
