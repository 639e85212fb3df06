import { openDaysFrom } from './opening-days.js'
import type { OpeningHours } from './opening-hours.js'
import { zoneCalendar } from './zone-calendar.js'

/**
 * The same time of day, in the zone of the schedule, on the `days`-th later day that has opening hours. The
 * time itself need not be within them: what is promised at 20:00 “in two working days” is due at 20:00.
 *
 * @throws RangeError when `days` is not a whole number of zero or more, or when there are not that many days:
 *   none in ten years, or more than a hundred years needed.
 */
export function addWorkingDays (hours: OpeningHours, from: Date, days: number): Date {
  if (!Number.isInteger(days) || days < 0) throw new RangeError(`Expected a whole number of working days, got ${days}`)
  if (days === 0) return new Date(from)

  const calendar = zoneCalendar(hours.timeZone)
  const start = calendar.read(from.getTime())
  let left = days

  for (const { day } of openDaysFrom(hours, from.getTime())) {
    if (day > start.day) left--
    if (left === 0) return new Date(calendar.momentOf({ day, time: start.time }))
  }
  throw new RangeError(`The opening hours have no ${days} days from ${from.toISOString()} on`)
}
