import { InvalidFields } from '../platform/errors.js'

/**
 * A name on one line without control characters.
 *
 * @throws InvalidFields when nothing is left, or too much.
 */
export function cleanName (typed: string, field = 'name'): string {
  const name = typed.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/\s+/g, ' ').trim()
  if (name === '') throw new InvalidFields({ [field]: { key: 'accounts.name.empty' } })
  if (name.length > 120) throw new InvalidFields({ [field]: { key: 'refusal.too_long', values: { limit: 120, length: name.length } } })
  return name
}

/** Every time zone that this system knows, for a list to choose from. */
export const timeZones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]

/** Whether dates can be shown in a zone. Old names that the list leaves out are fine. */
export function isTimeZone (name: string): boolean {
  try {
    return name.length <= 60 && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
