import type { AboutText } from './judge-lines.js'
import type { MessagePart } from './parsed-message.js'
import { splitHtml } from './split-html.js'
import { splitText } from './split-quotes.js'

interface Body {
  text: string
  /** As it was sent, or null. */
  html: string | null
  /** Cleans a fragment; it runs last, so nothing edits HTML after it. */
  clean: (html: string) => string
  /** The words of a cleaned fragment as lines. */
  textOf: (html: string) => string
}

/** A mail's body in parts: of its HTML when it has one, since mail programs mark there what they quote, else of its text. */
export function partsOf ({ text, html, clean, textOf }: Body, about: AboutText = {}): MessagePart[] {
  if (html === null) return splitText(text, about)
  return splitHtml(html, about).map(part => {
    const cleaned = clean(part.html)
    return { kind: part.kind, html: cleaned, text: textOf(cleaned) }
  })
}

/** What the author wrote, without what was quoted and signed. */
export function visibleTextOf (parts: MessagePart[]): string {
  return parts.filter(({ kind }) => kind === 'written').map(({ text }) => text).join('').trim()
}
