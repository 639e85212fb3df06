import { InvalidFields } from '../../platform/errors.js'
import { cleanText } from './write-entry.js'

const longestSubject = 200

/** A subject as it is kept, on one line. @throws InvalidFields when nothing is left of it or it is too long. */
export function checkedSubject (subject: string): string {
  const clean = cleanText(subject).replace(/\s+/g, ' ')
  if (clean === '') throw new InvalidFields({ subject: { key: 'tickets.subject.empty' } })
  if (clean.length > longestSubject) throw new InvalidFields({ subject: { key: 'refusal.too_long', values: { limit: longestSubject, length: clean.length } } })
  return clean
}
