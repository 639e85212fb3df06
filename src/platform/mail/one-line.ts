/**
 * Text that can stand in a header: one line, not longer than `limit`, without control characters, without
 * the marks that turn the writing direction around, and without what reads as an encoded word (RFC 2047).
 *
 * Nobody who types a line break, in whatever disguise, into a name or a subject gets to write headers of ours.
 */
export function oneLine (text: string, limit = 190): string {
  const clean = text.toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll('=?', '= ?')
    .replace(/ {2,}/g, ' ')
    .trim()
  return clean.length <= limit ? clean : `${clean.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '').trimEnd()}…`
}
