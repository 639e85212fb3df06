import { day } from '../platform/clock.js'
import { InvalidFields } from '../platform/errors.js'

/** The moment at which a typed last day, “2027-12-31”, is over in UTC; null for none. @throws InvalidFields */
export function readLastDay (typed: string, now: Date): Date | null {
  if (typed === '') return null
  const over = new Date(Date.parse(`${typed}T00:00:00Z`) + day)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed) || Number.isNaN(over.getTime()) || lastDayOf(over) !== typed || over <= now) throw new InvalidFields({ expires: { key: 'accounts.api.expiry_wrong' } })
  return over
}

/** The same day as it is typed. */
export const lastDayOf = (over: Date | null): string => over === null ? '' : new Date(over.getTime() - day).toISOString().slice(0, 10)

/** A last day, or the last of a number of days from today on: “90”. @throws InvalidFields */
export function readTerm (typed: string, now: Date): Date {
  const days = /^[1-9]\d{0,3}$/.test(typed) ? Number(typed) : null
  try {
    const over = readLastDay(days === null ? typed : new Date(now.getTime() + days * day).toISOString().slice(0, 10), now)
    if (over !== null) return over
  } catch (error) {
    if (!(error instanceof InvalidFields)) throw error
  }
  throw new InvalidFields({ expires: { key: 'accounts.api.term_wrong' } })
}
