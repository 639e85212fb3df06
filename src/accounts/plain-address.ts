import { isEmailAddress } from '../platform/email-address.js'

/**
 * An address as accounts are kept under it, or nothing when it is none.
 *
 * Collations take accented and padded variants for the same text. They never get as far as the database,
 * or each variant would have a brake of its own.
 */
export function plainAddress (typed: string): string {
  return isEmailAddress(typed) ? typed.trim().toLowerCase() : ''
}
