import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { weekdays, type OpeningHours } from './opening-hours.js'
import { openPeriods } from './opening-periods.js'
import { isOpenAt, nextOpening } from './working-time.js'

export interface HoursView { isOpen: boolean, sign: string, days: Array<{ label: string, hours: string }> }

/** The open sign and the week, as the start page shows them. */
export function presentHours (opening: OpeningHours, now: Date, t: Translate, format: Format, locale: string): HoursView {
  const isOpen = isOpenAt(opening, now)
  return { isOpen, sign: isOpen ? openSign(opening, now, t, format) : closedSign(opening, now, t, format), days: opening.hours === null ? [] : weekOf(opening.hours, t, locale) }
}

function openSign (opening: OpeningHours, now: Date, t: Translate, format: Format): string {
  const period = openPeriods(opening, now, new Date(now.getTime() + 86_400_000))[0]
  const isAlways = opening.hours === null || period === undefined || period.to.getTime() - now.getTime() >= 86_400_000
  return isAlways ? t('portal.start.open_always') : t('portal.start.open', { time: format.time(period.to) })
}

function closedSign (opening: OpeningHours, now: Date, t: Translate, format: Format): string {
  const next = nextOpening(opening, now)
  return next === null ? t('portal.start.closed') : t('portal.start.closed_until', { when: format.dateTime(next) })
}

const namesByLocale = new Map<string, string[]>()

/** “Mon”, “Tue” … Kept, since making the formatter takes longer than all the rest of a page. */
function weekdayNames (locale: string): string[] {
  const known = namesByLocale.get(locale)
  if (known !== undefined) return known
  const formatter = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  // 5 January 2026 is a Monday.
  const names = weekdays.map((_weekday, place) => formatter.format(new Date(Date.UTC(2026, 0, 5 + place))))
  namesByLocale.set(locale, names)
  return names
}

/** Days with the same hours stand on one line: “Mon – Thu”. */
function weekOf (hours: NonNullable<OpeningHours['hours']>, t: Translate, locale: string): HoursView['days'] {
  const names = weekdayNames(locale)
  const lines: Array<{ first: string, last: string, hours: string }> = []
  for (const [place, weekday] of weekdays.entries()) {
    const label = names[place]!
    const words = hours[weekday].map(({ from, to }) => `${from}–${to}`).join(', ') || t('portal.start.closed_day')
    const before = lines.at(-1)
    if (before?.hours === words) before.last = label
    else lines.push({ first: label, last: label, hours: words })
  }
  return lines.map(({ first, last, hours: words }) => ({ label: first === last ? first : `${first} – ${last}`, hours: words }))
}
