import { createHash } from 'node:crypto'
import { showHtml, type Pictures } from './show-html.js'

/** Characters of HTML that are kept ready, of all mails together. */
const most = 16_000_000
const ready = new Map<string, string>()
let size = 0

/**
 * `showHtml`, remembered: entries never change, and a long thread of HTML is read far more often than it is written. What was not read
 * for longest goes first.
 */
export function shownHtml (html: string, pictures: Pictures): string {
  const key = createHash('sha256').update(html).update('\0').update([...pictures].flat().join('\n')).digest('base64')
  const known = ready.get(key)
  const shown = known ?? showHtml(html, pictures)

  ready.delete(key)
  ready.set(key, shown)
  if (known === undefined) size += shown.length
  for (const [oldest, { length }] of ready) {
    if (size <= most || oldest === key) break
    ready.delete(oldest)
    size -= length
  }
  return shown
}
