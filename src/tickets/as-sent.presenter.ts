import type { MessagePart } from '../platform/mime/parsed-message.js'

/** Pictures by the SHA-256 of their content, as data: addresses. */
export type PictureData = ReadonlyMap<string, string>

/**
 * A mail's own HTML as one page, in its own colours, for a place where nothing can run or load. It was cleaned when it came; here only
 * its pictures are put in, by names that hold nothing but digits.
 */
export function presentAsSent (parts: MessagePart[], pictures: PictureData, { title, locale }: { title: string, locale: string }): string {
  const body = parts.map(({ html, text }) => html ?? `<pre style="white-space:pre-wrap">${escaped(text)}</pre>`).join('')
  const shown = body.replace(/"cid:([0-9a-f]{64})"/g, (_, sha256: string) => `"${pictures.get(sha256) ?? ''}"`)
  return `<!doctype html><html lang="${escaped(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title>${escaped(title)}</title><style>body{margin:1rem;background:#fff;color:#000;font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}</style></head><body>${shown}</body></html>`
}

function escaped (text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
