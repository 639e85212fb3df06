import type { Translate } from '../platform/i18n/translate.js'

/** What a value said, for people: lists with commas, parts by name, a dash for nothing. Parts that hold nothing are left out. */
export const presentValue = (value: unknown, t: Translate): string => isNothing(value) ? '–' : written(value, t)

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '' || (typeof value === 'object' && Object.values(value).every(isNothing))

function written (value: unknown, t: Translate): string {
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  if (typeof value !== 'object' || value === null) return String(value)
  const within = (part: unknown): string => typeof part === 'object' ? `(${written(part, t)})` : written(part, t)
  return Object.entries(value).filter(([, part]) => !isNothing(part)).map(([name, part]) => Array.isArray(value) ? within(part) : `${name}: ${within(part)}`).join(', ')
}
