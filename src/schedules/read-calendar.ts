import ICAL from 'ical.js'
import type { Message } from '../platform/errors.js'
import type { Holiday } from './opening-hours.js'

/** What a calendar file gives: whole days with their names, and how many events are none. */
export interface CalendarDays { days: Holiday[], passedOver: number }

const mostEvents = 5000
const mostDays = 500
const longestName = 100

/**
 * The whole days of an iCalendar file (RFC 5545) between two days, each once, in order. An event of several
 * days is as many; one that comes back every year is taken for each year. Appointments with a time of day,
 * cancelled events and rarer ways of coming back are passed over and counted.
 *
 * @param from, to `2026-01-01`, both included
 * @returns a message in place of the days when this is no calendar or holds too much.
 */
export function readCalendar (text: string, from: string, to: string): CalendarDays | Message {
  const events = eventsOf(text)
  if (events === null) return { key: 'schedules.calendar.unreadable' }
  if (events.length > mostEvents) return { key: 'schedules.calendar.too_many', values: { events: mostEvents, days: mostDays } }

  const found = new Map<string, Holiday>()
  let passedOver = 0
  for (const event of events) {
    if (!isWholeDay(event)) {
      passedOver += 1
      continue
    }
    for (const day of daysOf(event, from, to)) if (!found.has(day)) found.set(day, { day, name: nameOf(event) })
    if (found.size > mostDays) return { key: 'schedules.calendar.too_many', values: { events: mostEvents, days: mostDays } }
  }
  return { days: [...found.values()].sort((one, other) => one.day < other.day ? -1 : 1), passedOver }
}

function eventsOf (text: string): ICAL.Event[] | null {
  try {
    const parsed = ICAL.parse(text.trim()) as unknown[]
    const calendar = new ICAL.Component(parsed as ConstructorParameters<typeof ICAL.Component>[0])
    return calendar.name === 'vcalendar' ? calendar.getAllSubcomponents('vevent').map(component => new ICAL.Event(component)) : null
  } catch {
    return null
  }
}

function isWholeDay (event: ICAL.Event): boolean {
  const { component, startDate } = event
  if (startDate?.isDate !== true || component.getFirstPropertyValue('status') === 'CANCELLED') return false
  return !event.isRecurring() || component.getAllProperties('rrule').every(rule => isPlain(rule.getFirstValue() as unknown as ICAL.Recur))
}

/** Every year, on a day that every year has: others could be looked for without end. */
function isPlain ({ freq, interval, parts }: ICAL.Recur): boolean {
  const { BYMONTH: months = [], BYMONTHDAY: monthDays = [], BYDAY: weekDays = [], ...others } = parts as Record<string, Array<string | number>>
  if (freq !== 'YEARLY' || interval > 10 || Object.keys(others).length > 0) return false
  if (monthDays.length > 0) return months.length === 1 && weekDays.length === 0 && monthDays.every(day => Number(day) >= 1 && Number(day) <= (Number(months[0]) === 2 ? 29 : [4, 6, 9, 11].includes(Number(months[0])) ? 30 : 31))
  return weekDays.length === 0 || (months.length === 1 && weekDays.every(day => /^[+-]?[1-4](?:MO|TU|WE|TH|FR|SA|SU)$/.test(String(day))))
}

function daysOf (event: ICAL.Event, from: string, to: string): string[] {
  const length = Math.max(1, Math.min(mostDays + 1, Math.round(event.duration.toSeconds() / 86_400)))
  const days: string[] = []
  const starts = event.iterator()
  for (let start = starts.next(); start !== undefined && start !== null && start.toString() <= to; start = starts.next()) {
    for (let place = 0; place < length; place++) {
      const day = new Date(Date.UTC(start.year, start.month - 1, start.day + place)).toISOString().slice(0, 10)
      if (day >= from && day <= to) days.push(day)
    }
  }
  return days
}

const nameOf = ({ summary }: ICAL.Event): string => (summary ?? '').replace(/[\p{C}\s]+/gu, ' ').trim().slice(0, longestName)
