import type { Weekday } from '../schedules/opening-hours.js'

export const recurrenceKinds = ['once', 'daily', 'weekly', 'monthly_day', 'monthly_weekday', 'yearly'] as const
export type RecurrenceKind = typeof recurrenceKinds[number]

/** Which one of its month: the first to the fourth, or the last. */
export const ranks = [1, 2, 3, 4, -1] as const
export type Rank = typeof ranks[number]

/** Where a day goes on which the department does not work. */
export const closedDayWays = ['keep', 'next', 'previous'] as const
export type ClosedDays = typeof closedDayWays[number]

/** When a ticket opens by itself. Days are calendar days of the time zone. */
export interface Recurrence {
  kind: RecurrenceKind
  /** Every so many days, weeks, months or years. */
  every: number
  /** For `weekly`. */
  weekdays: Weekday[]
  /** For `monthly_day`: 1 to 31; a shorter month takes its last day. */
  monthDay: number
  /** For `monthly_weekday`. */
  rank: Rank
  weekday: Weekday
  /** “08:00” */
  time: string
  timeZone: string
  /** The day of `once`, the day and month of `yearly`, the first day that counts of all others. */
  from: string
  /** The last day that counts. */
  until: string | null
  /** How many times in all. */
  count: number | null
  closedDays: ClosedDays
}

export const mostEvery = 99
export const mostTimes = 1000
