import { day } from '../platform/clock.js'
import { InvalidFields } from '../platform/errors.js'

/** The moment at which a typed last day, “2027-12-31”, is over in UTC; null for none. @throws InvalidFields */
export function readLastDay (typed: string, now: Date): Date | null {
  if (typed === '') return null
  const over = new Date(Date.parse(`${typed}T00:00:00Z`) + day)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed) || Number.isNaN(over.getTime()) || over <= now) throw new InvalidFields({ expires: { key: 'accounts.api.expiry_wrong' } })
  return over
}

/** The same day as it is typed. */
export const lastDayOf = (over: Date | null): string => over === null ? '' : new Date(over.getTime() - day).toISOString().slice(0, 10)
