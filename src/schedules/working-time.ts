import { openDaysFrom, openingDaysFrom } from './opening-days.js'
import type { OpeningHours } from './opening-hours.js'

/**
 * The working time that passes between two moments; none when `to` is not after `from`. It is elapsed time: a
 * day that is open from midnight to midnight counts 25 hours when the clocks go back on it.
 *
 * @throws RangeError when `from` is no valid date or the time zone is unknown.
 */
export function workingMs (hours: OpeningHours, from: Date, to: Date): number {
  const start = from.getTime()
  const end = to.getTime()
  let total = 0

  for (const day of openingDaysFrom(hours, start)) {
    if (!(day.from < end)) break
    for (const open of day.open) total += Math.max(0, Math.min(end, open.to) - Math.max(start, open.from))
  }
  return total
}

/**
 * The first moment at which `ms` of working time have passed since `from`. So nothing to wait for is due at
 * `from` itself, open or not, and what ends with the working day is due when we close, not when we open again.
 *
 * @throws RangeError when `ms` is negative or no number, or when it cannot be used up: no open time in ten
 *   years, or more than a hundred years needed.
 */
export function addWorkingMs (hours: OpeningHours, from: Date, ms: number): Date {
  if (!(ms >= 0)) throw new RangeError(`Expected working time of zero or more, got ${ms}`)
  if (ms === 0) return new Date(from)
  let left = ms

  for (const day of openDaysFrom(hours, from.getTime())) {
    for (const open of day.open) {
      const start = Math.max(from.getTime(), open.from)
      const length = Math.max(0, open.to - start)
      if (left <= length) return new Date(start + left)
      left -= length
    }
  }
  throw new RangeError(`The opening hours never add up to ${ms} ms from ${from.toISOString()} on`)
}

/** Whether any time counts between two moments. @throws RangeError as {@link workingMs} does. */
export function opensBetween (hours: OpeningHours, from: Date, to: Date): boolean {
  for (const day of openingDaysFrom(hours, from.getTime())) {
    if (!(day.from < to.getTime())) break
    if (day.open.some(open => open.to > from.getTime() && open.from < to.getTime())) return true
  }
  return false
}

/** Whether time counts at a moment. At the minute of closing it no longer does. */
export function isOpenAt (hours: OpeningHours, at: Date): boolean {
  return nextOpening(hours, at)?.getTime() === at.getTime()
}

/** The first open moment that is not before `at`, which is `at` itself while we are open; null when ten years bring none. */
export function nextOpening (hours: OpeningHours, at: Date): Date | null {
  for (const day of openDaysFrom(hours, at.getTime())) {
    const open = day.open.find(({ to }) => at.getTime() < to)
    if (open !== undefined) return new Date(Math.max(at.getTime(), open.from))
  }
  return null
}
