import { day as dayMs } from '../platform/clock.js'
import { isOpenAt } from '../schedules/working-time.js'
import { zoneCalendar } from '../schedules/zone-calendar.js'
import type { Moment } from './moment.js'
import type { FactValue } from './operators.js'
import { addSpan, readSpan } from './time-span.js'

/** Operators that compare a date with a stretch of time, a day, a schedule, or with now alone. */
export const spanOperators = ['older', 'newer', 'within', 'later'] as const
export const dayOperators = ['before', 'on', 'after'] as const
export const hoursOperators = ['in_hours', 'out_hours'] as const
export const sideOperators = ['past', 'ahead'] as const

export type DateOperator = typeof spanOperators[number] | typeof dayOperators[number] | typeof hoursOperators[number] | typeof sideOperators[number]

const all: ReadonlySet<string> = new Set([...spanOperators, ...dayOperators, ...hoursOperators, ...sideOperators])
export const isDateOperator = (operator: string): operator is DateOperator => all.has(operator)

/** A calendar day that exists, 2026-12-24. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

/** What a date covers: a moment is one point, the day that somebody answered lasts until the next begins. */
interface Stretch { from: number, to: number }

/** Whether a date fits what is wanted at a moment. No date fits nothing, and what names no time is never reached. */
export function fitsDate (operator: DateOperator, value: FactValue, wanted: readonly string[], moment: Moment): boolean {
  const date = stretchOf(value, moment.timeZone)
  if (date === null) return false
  const at = moment.at.getTime()
  switch (operator) {
    case 'past': return date.to <= at
    case 'ahead': return date.from > at
    case 'in_hours': return isOpenAt(hoursIn(wanted, moment), new Date(date.from))
    case 'out_hours': return !isOpenAt(hoursIn(wanted, moment), new Date(date.from))
    case 'before': return wanted.some(day => isDay(day) && date.from < dayStretch(day, moment.timeZone).from)
    case 'after': return wanted.some(day => isDay(day) && date.from >= dayStretch(day, moment.timeZone).to)
    case 'on': return wanted.some(day => isDay(day) && isWithin(date.from, dayStretch(day, moment.timeZone)))
    default: return wanted.some(span => fitsSpan(operator, date, span, moment))
  }
}

function fitsSpan (operator: typeof spanOperators[number], date: Stretch, text: string, { at, hours }: Moment): boolean {
  const span = readSpan(text)
  if (span === null) return false
  const now = at.getTime()
  switch (operator) {
    case 'older': return date.to <= now && addSpan(hours, new Date(date.to), span).getTime() < now
    case 'newer': return date.from <= now && addSpan(hours, new Date(date.to), span).getTime() >= now
    case 'within': return date.to >= now && date.from <= addSpan(hours, at, span).getTime()
    case 'later': return date.from > addSpan(hours, at, span).getTime()
  }
}

const isWithin = (at: number, { from, to }: Stretch): boolean => at >= from && at < to

const hoursIn = ([scheduleId]: readonly string[], { hours, schedules }: Moment): Moment['hours'] => scheduleId === undefined || scheduleId === '' ? hours : schedules.get(scheduleId) ?? hours

function stretchOf (value: FactValue, timeZone: string): Stretch | null {
  if (typeof value === 'number') return { from: value, to: value }
  return typeof value === 'string' && isDay(value) ? dayStretch(value, timeZone) : null
}

/** When a calendar day begins and ends. */
export function dayStretch (text: string, timeZone: string): Stretch {
  const calendar = zoneCalendar(timeZone)
  const day = Date.parse(text) / dayMs
  return { from: calendar.startOf(day), to: calendar.startOf(day + 1) }
}
