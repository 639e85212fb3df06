import { InvalidFields } from '../../platform/errors.js'
import { checkOpeningHours } from '../../schedules/check-opening-hours.js'
import { weekdays, type Holiday, type Interval, type OpeningHours } from '../../schedules/opening-hours.js'
import { excerptOf, partsOf, refuse } from './parts-of.js'

/**
 * Opening hours as one writes them in a file: `{"timeZone": "Europe/Berlin", "hours": {"mon": [["09:00",
 * "17:00"]]}, "holidays": ["2026-12-25", {"date": "2026-12-24", "hours": [["09:00", "12:00"]]}]}`. Weekdays
 * that are left out are closed; without hours we are open around the clock.
 *
 * @throws InvalidFields for anything else, and for hours that are unfit to reckon with from `from` on.
 */
export function readSchedule (value: unknown, from: Date): OpeningHours {
  const { timeZone, hours, holidays = [] } = partsOf(value, 'schedule', ['timeZone', 'hours', 'holidays'])
  if (typeof timeZone !== 'string') return refuse('timeZone', 'sla.cli.no_zone')
  if (!Array.isArray(holidays)) return refuse('holidays', 'sla.cli.no_holidays', { found: excerptOf(holidays) })

  const schedule = { timeZone, hours: hours === undefined || hours === null ? null : readWeek(hours), holidays: holidays.map(readHoliday) }
  const problems = checkOpeningHours(schedule, from)
  if (problems.length > 0) throw new InvalidFields(Object.fromEntries(problems.map(({ field, ...message }) => [field, message])))
  return schedule
}

function readWeek (value: unknown): OpeningHours['hours'] {
  const week = partsOf(value, 'hours', weekdays)
  const [mon, tue, wed, thu, fri, sat, sun] = weekdays.map(weekday => readIntervals(week[weekday] ?? [], `hours.${weekday}`)) as [Interval[], Interval[], Interval[], Interval[], Interval[], Interval[], Interval[]]
  return { mon, tue, wed, thu, fri, sat, sun }
}

function readHoliday (value: unknown, place: number): Holiday {
  const field = `holidays.${place}`
  if (typeof value === 'string') return { day: value }

  const { date, name, hours } = partsOf(value, field, ['date', 'name', 'hours'])
  if (typeof date !== 'string') return refuse(field, 'sla.cli.no_date')
  return { day: date, ...(typeof name === 'string' && { name }), ...(hours !== undefined && { hours: readIntervals(hours, field) }) }
}

function readIntervals (value: unknown, field: string): Interval[] {
  if (!Array.isArray(value)) return refuse(field, 'sla.cli.no_intervals', { found: excerptOf(value) })
  return value.map(interval => {
    const [from, to, ...rest] = Array.isArray(interval) ? interval as unknown[] : []
    if (typeof from !== 'string' || typeof to !== 'string' || rest.length > 0) return refuse(field, 'sla.cli.no_intervals', { found: excerptOf(interval) })
    return { from, to }
  })
}
