import { after, day as dayMs } from '../platform/clock.js'
import type { Message } from '../platform/errors.js'
import { timeOfDay, weekdays, type Holiday, type Interval, type OpeningHours } from './opening-hours.js'
import { opensBetween } from './working-time.js'
import { isTimeZone } from './zone-calendar.js'

/** What is wrong, and where: `timeZone`, `hours`, `hours.mon`, `holidays.0`. */
export interface OpeningHoursProblem extends Message { field: string }

type Checked = OpeningHoursProblem[]

const timePattern = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/

/**
 * Everything that makes opening hours unfit to reckon with; empty when they are sound. Hours must open in the
 * year that begins with `now`, since a promise under hours that never open is never due.
 */
export function checkOpeningHours (value: OpeningHours, now: Date): OpeningHoursProblem[] {
  const { hours, holidays, timeZone } = value
  const problems = [
    ...isTimeZone(timeZone) ? [] : [{ field: 'timeZone', key: 'schedules.problem.unknown_zone', values: { zone: timeZone } } as const],
    ...hours === null ? [] : weekdays.flatMap(weekday => checkIntervals(`hours.${weekday}`, hours[weekday])),
    ...checkHolidays(holidays)
  ]
  if (problems.length > 0) return problems
  return opensBetween(value, now, after(now, 365 * dayMs)) ? [] : [{ field: 'hours', key: 'schedules.problem.never_open' }]
}

function checkIntervals (field: string, intervals: Interval[]): Checked {
  if (areSoundInOrder(intervals)) return []
  const badTime = intervals.flatMap(({ from, to }) => [from, to]).find(time => !timePattern.test(time))
  if (badTime !== undefined) return [{ field, key: 'schedules.problem.bad_time', values: { time: badTime } }]

  const backwards = intervals.find(({ from, to }) => timeOfDay(from) >= timeOfDay(to))
  if (backwards !== undefined) return [{ field, key: 'schedules.problem.backwards', values: { ...backwards } }]

  const sorted = intervals.toSorted((one, other) => timeOfDay(one.from) - timeOfDay(other.from))
  const overlapping = sorted.find((interval, index) => index > 0 && timeOfDay(interval.from) < timeOfDay(sorted[index - 1]?.to ?? ''))
  return overlapping === undefined ? [] : [{ field, key: 'schedules.problem.overlap', values: { ...overlapping } }]
}

/** Most are, and looking for what is wrong takes longer. Times of day compare as they are written. */
function areSoundInOrder (intervals: Interval[]): boolean {
  let reached = '00:00'
  for (const { from, to } of intervals) {
    if (!timePattern.test(from) || !timePattern.test(to) || from < reached || to <= from) return false
    reached = to
  }
  return true
}

function checkHolidays (holidays: Holiday[]): Checked {
  const seen = new Set<string>()
  return holidays.flatMap(({ day, hours = [] }, index): Checked => {
    const field = `holidays.${index}`
    if (!isDay(day)) return [{ field, key: 'schedules.problem.bad_day', values: { day } }]
    if (seen.size === seen.add(day).size) return [{ field, key: 'schedules.problem.day_twice', values: { day } }]
    return checkIntervals(field, hours)
  })
}

/** Only a day that exists reads the same when it is written back. */
function isDay (text: string): boolean {
  const at = new Date(text)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}
