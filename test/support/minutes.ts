import { day, minute } from '../../src/platform/clock.js'
import type { OpeningHours, Weekday } from '../../src/schedules/opening-hours.js'

/** The furthest that the clocks have come by some minute. They may have been put back since. */
interface Reached { date: string, time: string, weekday: Weekday }

/** Some days of a zone, minute by minute. */
export interface Stretch { timeZone: string, from: number, to: number, minutes: Reached[] }

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** Eight days about a date, with the clock of a zone written down for every minute of them. */
export function stretchOf (timeZone: string, date: string): Stretch {
  const from = Date.parse(date) - 4 * day
  const to = from + 8 * day
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const minutes: Reached[] = []

  let furthest = ''
  for (let at = from - day; at < to; at += minute) {
    const shown = clock.format(at)
    if (shown > furthest) furthest = shown
    if (at >= from) minutes.push(reached(furthest))
  }
  return { timeZone, from, to, minutes }
}

/**
 * Whether each minute of a stretch is open, in the plainest way there is: an interval is open from when the
 * clocks first come to its beginning until they first come to its end.
 */
export function openMinutes ({ minutes }: Stretch, { hours, holidays }: OpeningHours): boolean[] {
  return minutes.map(({ date, time, weekday }) => {
    const holiday = holidays.find(holiday => holiday.day === date)
    if (holiday === undefined && hours === null) return true
    const intervals = holiday === undefined ? hours?.[weekday] : holiday.hours
    return intervals?.some(({ from, to }) => from <= time && time < to) ?? false
  })
}

function reached (shown: string): Reached {
  const date = shown.slice(0, 10)
  return { date, time: shown.slice(11), weekday: weekdays[new Date(date).getUTCDay()] ?? 'sun' }
}
