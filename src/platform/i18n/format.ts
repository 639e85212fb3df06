import { translator } from './translate.js'

/** Dates, durations and sizes in the words of one language and one time zone. */
export interface Format {
  /** “9:12” */
  time: (at: Date) => string
  /** “24 November”, with the year only when it is not this one */
  date: (at: Date) => string
  /** “today, 9:12”, “Friday, 16:40”, “24 November, 9:30” */
  dateTime: (at: Date) => string
  /** “32 min”, “2 h 10 min”, “3 days” */
  duration: (ms: number) => string
  /** “46 min”, “24 h”, “13 h 20 min”: never days, of which nobody knows how many hours of work they have. */
  workingTime: (ms: number) => string
  /** How long ago, as a duration. */
  since: (at: Date) => string
  fileSize: (bytes: number) => string
  number: (value: number) => string
  /** A number that was counted only up to a cap: “1,000+” */
  capped: (value: number, cap: number) => string
  /** “2026-11-24”, for <input type=date>. */
  day: (at: Date) => string
  /** A day that has no time zone, “2026-11-24”, as {@link date} writes it. */
  calendarDay: (day: string) => string
  /** “24 November” of a day that comes every year. */
  dayAndMonth: (day: string) => string
  /** “Monday, 7 December 2026, 8:00” */
  fullDateTime: (at: Date) => string
  /** For <time datetime>. */
  iso: (at: Date) => string
  /** “CET, UTC+1” */
  zoneName: () => string
}

interface Formatters { time: Intl.DateTimeFormat, dayKey: Intl.DateTimeFormat, weekday: Intl.DateTimeFormat, date: Intl.DateTimeFormat, dateWithYear: Intl.DateTimeFormat, number: Intl.NumberFormat }

const known = new Map<string, Formatters>()

/** The format for a reader. `now` is asked each time, so that one format may live as long as a page does. */
export function createFormat (locale: string, timeZone: string, now: () => Date): Format {
  const t = translator(locale)
  const intl = formattersFor(locale, timeZone)
  const dayOf = (at: Date) => intl.dayKey.format(at)
  const daysApart = (at: Date) => Math.round((Date.parse(dayOf(at)) - Date.parse(dayOf(now()))) / 86_400_000)

  const format: Format = {
    time: at => intl.time.format(at),
    date: at => dayOf(at).slice(0, 4) === dayOf(now()).slice(0, 4) ? intl.date.format(at) : intl.dateWithYear.format(at),
    dateTime (at) {
      const days = daysApart(at)
      const when = days === 0 ? t('format.today') : days === 1 ? t('format.tomorrow') : days === -1 ? t('format.yesterday') : Math.abs(days) < 7 ? intl.weekday.format(at) : format.date(at)
      return t('format.day_and_time', { day: when, time: intl.time.format(at) })
    },
    duration (ms) {
      const minutes = Math.max(0, Math.floor(ms / 60_000))
      if (minutes < 60) return t('format.minutes', { minutes })
      const hours = Math.floor(minutes / 60)
      if (hours < 24) return minutes % 60 === 0 || hours >= 10 ? t('format.hours', { hours }) : t('format.hours_minutes', { hours, minutes: minutes % 60 })
      return t('format.days', { days: Math.floor(hours / 24) })
    },
    workingTime (ms) {
      const [hours, minutes] = [Math.floor(Math.max(0, ms) / 3_600_000), Math.floor(Math.max(0, ms) / 60_000) % 60]
      if (hours === 0) return t('format.minutes', { minutes })
      return minutes === 0 ? t('format.hours', { hours }) : t('format.hours_minutes', { hours, minutes })
    },
    since: at => format.duration(now().getTime() - at.getTime()),
    fileSize (bytes) {
      if (bytes < 1000) return t('format.bytes', { size: bytes })
      if (bytes < 1_000_000) return t('format.kilobytes', { size: intl.number.format(Math.round(bytes / 1000)) })
      return t('format.megabytes', { size: intl.number.format(Math.round(bytes / 100_000) / 10) })
    },
    number: value => intl.number.format(value),
    capped: (value, cap) => value >= cap ? `${intl.number.format(cap)}+` : intl.number.format(value),
    day: dayOf,
    calendarDay (day) {
      const { date, dateWithYear } = formattersFor(locale, 'UTC')
      return (day.slice(0, 4) === dayOf(now()).slice(0, 4) ? date : dateWithYear).format(new Date(`${day}T00:00:00Z`))
    },
    dayAndMonth: day => formattersFor(locale, 'UTC').date.format(new Date(`${day}T00:00:00Z`)),
    fullDateTime: at => t('format.day_and_time', { day: `${intl.weekday.format(at)}, ${intl.dateWithYear.format(at)}`, time: intl.time.format(at) }),
    iso: at => at.toISOString(),
    zoneName: () => zoneName(locale, timeZone, now())
  }
  return format
}

function formattersFor (locale: string, timeZone: string): Formatters {
  const name = `${locale} ${timeZone}`
  const formatters = known.get(name) ?? {
    time: new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone, hour: 'numeric', minute: '2-digit' }),
    dayKey: new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
    weekday: new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' }),
    date: new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone, day: 'numeric', month: 'long' }),
    dateWithYear: new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }),
    number: new Intl.NumberFormat(locale)
  }
  known.set(name, formatters)
  return formatters
}

const zoneNames = new Map<string, string>()

/** Asked with every page and slow to make; within a quarter of an hour no zone changes its name. */
function zoneName (locale: string, timeZone: string, at: Date): string {
  const name = `${locale} ${timeZone} ${Math.floor(at.getTime() / 900_000)}`
  const known = zoneNames.get(name)
  if (known !== undefined) return known

  const part = (style: 'short' | 'shortOffset') => new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { timeZone, timeZoneName: style }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
  const [short, offset] = [part('short'), part('shortOffset').replace('GMT', 'UTC')]
  const words = short.startsWith('GMT') || short === offset ? offset : `${short}, ${offset}`
  if (zoneNames.size >= 500) zoneNames.clear()
  zoneNames.set(name, words)
  return words
}
