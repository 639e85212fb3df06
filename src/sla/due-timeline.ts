import { openingDaysFrom } from '../schedules/opening-days.js'
import type { OpeningHours } from '../schedules/opening-hours.js'

/** A stretch of a drawing, in shares of a day from its beginning: 0 is its midnight, 1 the next. */
export interface Stretch { from: number, to: number }

/** A calendar day of the drawing, with when it is open. */
export interface TimelineDay { startsAt: Date, open: Stretch[] }

/** Where a moment stands: on which day of the drawing, and at which share of that day. */
export interface Place { day: number, share: number }

/** The days around a promise, drawn to show why it is due when it is. */
export interface Timeline {
  days: TimelineDay[]
  /** One for each moment asked about, in their order; null for what comes after the last day that is drawn. */
  places: Array<Place | null>
}

/** More days than that can no longer be told apart. */
const mostDays = 10
const fewestDays = 5

/**
 * The days from the first of some moments on, up to the day of the last, each with its open hours. Shares are of
 * the day's real length, so that a day of 25 hours ends where its clock does.
 *
 * @throws RangeError for an invalid date or an unknown time zone.
 */
export function timelineOf (hours: OpeningHours, moments: readonly Date[]): Timeline {
  const times = moments.map(moment => moment.getTime())
  const days: Timeline['days'] = []
  const places: Timeline['places'] = moments.map(() => null)

  for (const { from, to, open } of openingDaysFrom(hours, Math.min(...times))) {
    const shareOf = (time: number): number => (time - from) / (to - from)
    times.forEach((time, index) => { if (time >= from && time < to) places[index] = { day: days.length, share: shareOf(time) } })
    days.push({ startsAt: new Date(from), open: open.map(span => ({ from: shareOf(span.from), to: shareOf(span.to) })) })
    if (days.length >= mostDays || (days.length >= fewestDays && to > Math.max(...times))) break
  }
  return { days, places }
}
