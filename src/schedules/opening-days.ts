import { day as dayMs } from '../platform/clock.js'
import { timeOfDay, weekdays, type Holiday, type Interval, type OpeningHours, type Weekday } from './opening-hours.js'
import { zoneCalendar, type ZoneCalendar } from './zone-calendar.js'

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

const wholeDay: Interval[] = [{ from: '00:00', to: '24:00' }]
const patience = 3653 * dayMs
const horizon = 10 * patience

/**
 * The days from the one that `at` is on, without end.
 *
 * @throws RangeError for an invalid date or an unknown time zone, which would keep a caller waiting for ever.
 */
export function * openingDaysFrom (hours: OpeningHours, at: number): Generator<OpeningDay, never> {
  if (!Number.isFinite(at)) throw new RangeError('Expected a valid date')
  const calendar = zoneCalendar(hours.timeZone)
  const holidays = new Map(hours.holidays.map(holiday => [Date.parse(holiday.day) / dayMs, holiday]))

  for (let day = calendar.dayAt(at); ; day++) {
    const holiday = holidays.get(day) ?? null
    const intervals = holiday === null ? usualHours(hours, day) : holiday.hours ?? []
    yield { day, from: calendar.startOf(day), to: calendar.startOf(day + 1), open: openSpans(calendar, day, intervals), holiday }
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

function usualHours ({ hours }: OpeningHours, day: number): Interval[] {
  return hours === null ? wholeDay : hours[weekdayOf(day)]
}

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): Weekday => weekdays[((day + 3) % 7 + 7) % 7] as Weekday

function openSpans (calendar: ZoneCalendar, day: number, intervals: Interval[]): Span[] {
  return intervals
    .map(({ from, to }) => ({
      from: calendar.momentOf({ day, time: timeOfDay(from) }),
      to: calendar.momentOf({ day, time: timeOfDay(to) })
    }))
    .filter(({ from, to }) => from < to)
    .sort((one, other) => one.from - other.from)
}
