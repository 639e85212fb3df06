/**
 * Text that can stand in a header: one line, without control characters and without the marks that turn
 * the writing direction around, and not longer than `limit`.
 *
 * Nobody who types a line break into a name or a subject gets to write headers of ours.
 */
export function oneLine (text: string, limit = 190): string {
  const clean = text.toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  return clean.length <= limit ? clean : `${clean.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`
}
