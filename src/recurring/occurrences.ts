import ICAL from 'ical.js'
import { day as dayMs } from '../platform/clock.js'
import { timeOfDay, weekdays, type OpeningHours } from '../schedules/opening-hours.js'
import { zoneCalendar } from '../schedules/zone-calendar.js'
import type { ClosedDays, Recurrence } from './recurrence.js'

/** One time at which a ticket opens. */
export interface Occurrence {
  at: Date
  /** The day in the time zone of the recurrence, `2026-12-07`. */
  day: string
}

/** How far a day is moved to one that has opening hours; beyond that it stays where it is. */
const farthestMove = 60
/** So that a rule which never falls on a day is not looked for without end. */
const mostSteps = 40_000
const icalDays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/**
 * The times of a recurrence in order, each later than the one before. A time of day that does not exist on its day
 * becomes the next that does, one that exists twice means the first. Days that are moved onto each other are one.
 */
export function * occurrencesOf (recurrence: Recurrence, hours: OpeningHours): Generator<Occurrence, void> {
  const calendar = zoneCalendar(recurrence.timeZone)
  const time = timeOfDay(recurrence.time)
  let last = -Infinity
  for (const ruleDay of daysOf(recurrence)) {
    const day = moved(ruleDay, recurrence.closedDays, hours)
    const at = calendar.momentOf({ day, time })
    if (at <= last) continue
    last = at
    yield { at: new Date(at), day: textOf(day) }
  }
}

/** The first times after a moment. */
export function occurrencesAfter (recurrence: Recurrence, hours: OpeningHours, after: Date, most = 1): Occurrence[] {
  const found: Occurrence[] = []
  for (const occurrence of occurrencesOf(recurrence, hours)) {
    if (occurrence.at <= after) continue
    found.push(occurrence)
    if (found.length >= most) break
  }
  return found
}

/** Whether a calendar day has opening hours. */
export function isWorkingDay ({ hours, holidays }: OpeningHours, day: number): boolean {
  const text = textOf(day)
  const holiday = holidays.find(each => each.day === text)
  if (holiday !== undefined) return (holiday.hours ?? []).length > 0
  return hours === null || hours[weekdays[(day + 3) % 7]!].length > 0
}

/** Days counted from 1 January 1970, as the recurrence has them before any is moved. */
function * daysOf (recurrence: Recurrence): Generator<number, void> {
  const { kind, count, until } = recurrence
  const from = dayOf(recurrence.from)
  const last = until === null ? Infinity : dayOf(until)
  let left = kind === 'once' ? 1 : count ?? Infinity
  for (const day of kind === 'once' ? [from] : ruleDays(recurrence)) {
    if (day > last || left <= 0) return
    if (day < from) continue
    left -= 1
    yield day
  }
}

function * ruleDays (recurrence: Recurrence): Generator<number, void> {
  const { kind, from, monthDay } = recurrence
  const byMonth = kind === 'monthly_day' || kind === 'yearly'
  const wanted = kind === 'yearly' ? Number(from.slice(8)) : monthDay
  const starts = ICAL.Recur.fromString(ruleOf(recurrence)).iterator(ICAL.Time.fromDateString(byMonth ? `${from.slice(0, 8)}01` : from))
  for (let step = 0; step < mostSteps; step += 1) {
    const next = starts.next()
    if (next === null || next === undefined || next.year > 2199) return
    // A month that is too short takes its last day.
    const day = byMonth ? Math.min(wanted, new Date(Date.UTC(next.year, next.month, 0)).getUTCDate()) : next.day
    yield Date.UTC(next.year, next.month - 1, day) / dayMs
  }
}

/** The rule as RFC 5545 writes it; for days of a month it counts months. */
function ruleOf ({ kind, every, weekdays: days, rank, weekday }: Recurrence): string {
  const ical = (day: typeof weekday) => icalDays[weekdays.indexOf(day)]!
  switch (kind) {
    case 'weekly': return `FREQ=WEEKLY;INTERVAL=${every};WKST=MO;BYDAY=${days.map(ical).join(',')}`
    case 'monthly_day': return `FREQ=MONTHLY;INTERVAL=${every};BYMONTHDAY=1`
    case 'monthly_weekday': return `FREQ=MONTHLY;INTERVAL=${every};BYDAY=${rank}${ical(weekday)}`
    case 'yearly': return `FREQ=YEARLY;INTERVAL=${every}`
    default: return `FREQ=DAILY;INTERVAL=${every}`
  }
}

function moved (day: number, ways: ClosedDays, hours: OpeningHours): number {
  if (ways === 'keep') return day
  const step = ways === 'next' ? 1 : -1
  for (let distance = 0; distance <= farthestMove; distance += 1) if (isWorkingDay(hours, day + step * distance)) return day + step * distance
  return day
}

const dayOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / dayMs
const textOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)
