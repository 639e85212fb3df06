import { DateTime } from 'luxon'
import { createFormat } from '../platform/i18n/format.js'

/** The words in braces that a recurring ticket fills in. */
export const dateWords = ['date', 'weekday', 'week', 'month', 'year'] as const

/** Puts the day on which a ticket opens where a text asks for it: “Backup of {date}”, “Report for {month}”. */
export function fillDate (text: string, day: string, locale: string): string {
  if (!text.includes('{')) return text
  const at = DateTime.fromISO(day, { zone: 'utc' }).setLocale(locale === 'en' ? 'en-GB' : locale)
  const values: Record<typeof dateWords[number], string> = {
    // Written as on no day of this year, so that the year is always there.
    date: createFormat(locale, 'UTC', () => new Date(0)).calendarDay(day),
    weekday: at.toFormat('cccc'),
    week: String(at.weekNumber),
    month: at.toFormat('LLLL yyyy'),
    year: at.toFormat('yyyy')
  }
  return text.replace(/\{(date|weekday|week|month|year)\}/g, (_all, word: string) => values[word as keyof typeof values])
}
