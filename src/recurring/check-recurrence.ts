import type { FieldChecks } from '../platform/field-checks.js'
import { weekdays } from '../schedules/opening-hours.js'
import { isTimeZone } from '../schedules/zone-calendar.js'
import { isDay } from '../tickets/tasks/task-values.js'
import { closedDayWays, mostEvery, mostTimes, ranks, recurrenceKinds, type Recurrence } from './recurrence.js'

/** Notes what is wrong with a recurrence, field by field. */
export function checkRecurrence (checks: FieldChecks, { kind, every, weekdays: days, monthDay, rank, weekday, time, timeZone, from, until, count, closedDays }: Recurrence): void {
  checks.choice('kind', kind, recurrenceKinds)
  checks.choice('closedDays', closedDays, closedDayWays)
  if (kind !== 'once') checks.whole('every', every, 1, mostEvery)
  if (kind === 'weekly' && (days.length === 0 || days.some(day => !weekdays.includes(day)))) checks.note('weekdays', 'recurring.no_weekday')
  if (kind === 'monthly_day') checks.whole('monthDay', monthDay, 1, 31)
  if (kind === 'monthly_weekday') {
    checks.choice('rank', rank, ranks)
    checks.choice('weekday', weekday, weekdays)
  }
  if (!/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time)) checks.note('time', 'recurring.bad_time')
  if (!isTimeZone(timeZone)) checks.note('timeZone', 'recurring.bad_zone')
  if (!isDay(from)) checks.note('from', 'recurring.bad_day')
  if (until !== null && !isDay(until)) checks.note('until', 'recurring.bad_day')
  else if (until !== null && until < from) checks.note('until', 'recurring.ends_before')
  if (count !== null) checks.whole('count', count, 1, mostTimes)
  if (count !== null && until !== null) checks.note('count', 'recurring.two_ends')
}
