import { DateTime } from 'luxon'
import { InvalidFields } from '../platform/errors.js'

/**
 * The moments from the start of one day to the end of another, in the zone of whoever is away.
 *
 * @throws InvalidFields when one of them is not a day.
 */
export function daysBetween (first: string, last: string, timeZone: string): { startsAt: Date, endsAt: Date } {
  return {
    startsAt: dayIn(first, timeZone, 'absenceStarts').toJSDate(),
    endsAt: dayIn(last || first, timeZone, 'absenceEnds').plus({ days: 1 }).toJSDate()
  }
}

function dayIn (day: string, zone: string, field: string): DateTime {
  const at = /^\d{4}-\d\d-\d\d$/.test(day.trim()) ? DateTime.fromISO(day.trim(), { zone }) : DateTime.invalid('not a day')
  if (!at.isValid || at.year < 2000 || at.year > 2100) throw new InvalidFields({ [field]: { key: 'accounts.absence.day_wrong', values: { example: '2027-03-31' } } })
  return at.startOf('day')
}
