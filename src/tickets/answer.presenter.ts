import type { Translate } from '../platform/i18n/translate.js'

/** An answer to a topic's question as one line. */
export function answerText (value: unknown, t: Translate): string {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'boolean') return t(value ? 'tickets.answer.yes' : 'tickets.answer.no')
  return value === null || value === undefined ? '' : String(value)
}
