import { minute } from '../platform/clock.js'

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = typeof weekdays[number]

/** Two times of day, 'HH:MM'. The second may be '24:00'. */
export interface Interval { from: string, to: string }

/** A day, 'YYYY-MM-DD', that has hours of its own, or none at all and is closed. */
export interface Holiday { day: string, name?: string, hours?: Interval[] }

/** When time counts. Without `hours` that is around the clock, but for the holidays. */
export interface OpeningHours {
  timeZone: string
  hours: Record<Weekday, Interval[]> | null
  holidays: Holiday[]
}

export const aroundTheClock: OpeningHours = { timeZone: 'UTC', hours: null, holidays: [] }

/** What the clocks show at a time of day, '09:30', in milliseconds since the day began. */
export const timeOfDay = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * minute
