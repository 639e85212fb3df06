import { day as dayMs } from '../platform/clock.js'
import { timeOfDay, weekdays, type Holiday, type Interval, type OpeningHours } from './opening-hours.js'
import { zoneCalendar, type ZoneCalendar } from './zone-calendar.js'

/** Two times of day, in milliseconds since it began. */
export interface TimeSpan { from: number, to: number }

/** Opening hours with their times read and put in order. Days are counted from 1 January 1970. */
export interface ReckonedHours {
  calendar: ZoneCalendar
  /** By weekday, Monday first. */
  usual: TimeSpan[][]
  holidays: Map<number, { holiday: Holiday, open: TimeSpan[] }>
}

const reckoned = new WeakMap<OpeningHours, ReckonedHours>()
const wholeDay: TimeSpan[] = [{ from: 0, to: dayMs }]

/**
 * Opening hours, ready to reckon with. They are remembered for as long as the object is: whoever wants other
 * hours makes another object.
 *
 * @throws RangeError when there is no such time zone.
 */
export function reckonedHours (hours: OpeningHours): ReckonedHours {
  let ready = reckoned.get(hours)
  if (ready === undefined) {
    ready = {
      calendar: zoneCalendar(hours.timeZone),
      usual: weekdays.map(weekday => hours.hours === null ? wholeDay : inOrder(hours.hours[weekday])),
      holidays: new Map(hours.holidays.map(holiday => [Date.parse(holiday.day) / dayMs, { holiday, open: inOrder(holiday.hours ?? []) }]))
    }
    reckoned.set(hours, ready)
  }
  return ready
}

const inOrder = (intervals: readonly Interval[]): TimeSpan[] =>
  intervals.map(({ from, to }) => ({ from: timeOfDay(from), to: timeOfDay(to) })).sort((one, other) => one.from - other.from)
