import { after, day, hour, minute } from '../platform/clock.js'
import { openDaysFrom } from '../schedules/opening-days.js'
import type { OpeningHours } from '../schedules/opening-hours.js'
import { addWorkingDays } from '../schedules/working-days.js'
import { addWorkingMs } from '../schedules/working-time.js'

export const spanUnits = ['minutes', 'hours', 'days', 'working minutes', 'working hours', 'working days'] as const
export type SpanUnit = typeof spanUnits[number]

/** A stretch of time as rules hold it: “3 working days”. */
export interface Span { amount: number, unit: SpanUnit }

const longestMinutes = 366 * 24 * 60
const minutesOf = { minutes: 1, hours: 60, days: 24 * 60 }

/** Reads “90 minutes”; null when it is no stretch of time, or longer than a year. Working days are whole. */
export function readSpan (text: string): Span | null {
  const [, number = '', unit = ''] = /^\s*(\d{1,7}(?:\.\d{1,3})?) +((?:working )?(?:minutes|hours|days))\s*$/.exec(text) ?? []
  const known = spanUnits.find(each => each === unit)
  if (known === undefined) return null
  const amount = Number(number)
  if (amount * minutesOf[known.replace('working ', '') as keyof typeof minutesOf] > longestMinutes) return null
  return known === 'working days' && !Number.isInteger(amount) ? null : { amount, unit: known }
}

export const writeSpan = ({ amount, unit }: Span): string => `${amount} ${unit}`

export const isWorking = ({ unit }: Span): boolean => unit.startsWith('working')

/** The moment a stretch of time after another, and the end of time when the hours never add up to it. */
export function addSpan (hours: OpeningHours, from: Date, { amount, unit }: Span): Date {
  try {
    switch (unit) {
      case 'minutes': return after(from, amount * minute)
      case 'hours': return after(from, amount * hour)
      case 'days': return after(from, amount * day)
      case 'working minutes': return addWorkingMs(hours, from, amount * minute)
      case 'working hours': return addWorkingMs(hours, from, amount * hour)
      case 'working days': return addWorkingDays(hours, startOfWork(hours, from), amount)
    }
  } catch (error) {
    if (error instanceof RangeError) return new Date(never)
    throw error
  }
}

/** What comes on a day on which nobody works counts from the beginning of the next working day, so that who begins later is never done earlier. */
function startOfWork (hours: OpeningHours, from: Date): Date {
  for (const day of openDaysFrom(hours, from.getTime())) return new Date(Math.max(day.from, from.getTime()))
  return from
}

const never = 8.64e15
