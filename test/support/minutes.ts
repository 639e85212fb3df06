import { day, minute } from '../../src/platform/clock.js'
import type { OpeningHours, Weekday } from '../../src/schedules/opening-hours.js'

/** The furthest that the clocks have come by some minute. They may have been put back since. */
interface Reached { date: string, time: string, weekday: Weekday }

/** Some days of a zone. */
export interface Stretch { timeZone: string, from: number, to: number }

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const walked = new WeakMap<Stretch, Reached[]>()

/** Eight days about a date. */
export function stretchOf (timeZone: string, date: string): Stretch {
  const from = Date.parse(date) - 4 * day
  return { timeZone, from, to: from + 8 * day }
}

/** What the clocks of the zone say in every minute. It is no part of the stretch, which a failed property prints. */
export function minutesOf (stretch: Stretch): Reached[] {
  const minutes = walked.get(stretch) ?? walk(stretch)
  walked.set(stretch, minutes)
  return minutes
}

/**
 * Whether each minute of a stretch is open, in the plainest way there is: an interval is open from when the
 * clocks first come to its beginning until they first come to its end.
 */
export function openMinutes (stretch: Stretch, { hours, holidays }: OpeningHours): boolean[] {
  return minutesOf(stretch).map(({ date, time, weekday }) => {
    const holiday = holidays.find(holiday => holiday.day === date)
    if (holiday === undefined && hours === null) return true
    const intervals = holiday === undefined ? hours?.[weekday] : holiday.hours
    return intervals?.some(({ from, to }) => from <= time && time < to) ?? false
  })
}

function walk ({ timeZone, from, to }: Stretch): Reached[] {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const minutes: Reached[] = []

  let furthest = ''
  for (let at = from - day; at < to; at += minute) {
    const shown = clock.format(at)
    if (shown > furthest) furthest = shown
    if (at >= from) minutes.push(reached(furthest))
  }
  return minutes
}

function reached (shown: string): Reached {
  const date = shown.slice(0, 10)
  return { date, time: shown.slice(11), weekday: weekdays[new Date(date).getUTCDay()] ?? 'sun' }
}
