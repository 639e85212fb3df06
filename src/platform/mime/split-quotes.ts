import type { MessagePart } from './parsed-message.js'

/** What helps to judge a text, where it is known. A forwarded mail (by its subject) hides nothing of what it passes on. */
export interface AboutText { subject?: string }

/**
 * Cuts a plain text into what its author wrote, what was quoted below or between, and the signature. Joined, the
 * parts are the whole text again. When in doubt a line counts as written: an answer must never be hidden.
 */
export function splitText (text: string, _about: AboutText = {}): MessagePart[] {
  return text === '' ? [] : [{ kind: 'written', text, html: null }]
}
