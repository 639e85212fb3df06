import { weekdays, type Holiday, type Interval, type OpeningHours, type Weekday } from '../../src/schedules/opening-hours.js'

/** Hours that are the same on some weekdays, written “09:00-12:00 13:00-17:00”. */
export function office (timeZone: string, times: string, days: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'], holidays: Holiday[] = []): OpeningHours {
  const hours = Object.fromEntries(weekdays.map(weekday => [weekday, days.includes(weekday) ? intervals(times) : []]))
  return { timeZone, hours: hours as Record<Weekday, Interval[]>, holidays }
}

/** “09:00-12:00 13:00-17:00” as intervals. */
export function intervals (times: string): Interval[] {
  return times.split(' ').map(interval => {
    const [from = '', to = ''] = interval.split('-')
    return { from, to }
  })
}
