import { judgeLines, type AboutText } from './judge-lines.js'
import { plainLine, type PartKind } from './mail-line.js'
import type { MessagePart } from './parsed-message.js'

/**
 * Cuts a plain text into what its author wrote, what was quoted below or between, and the signature. Joined, the
 * parts are the whole text again. When in doubt a line counts as written: an answer must never be hidden.
 */
export function splitText (text: string, about: AboutText = {}): MessagePart[] {
  const lines = text.split(/(?<=\n)/)
  const kinds = judgeLines(lines.map(line => plainLine(line.replace(/\r?\n$/, ''))), about)
  return joined(lines, kinds).map(part => ({ ...part, html: null }))
}

function joined (lines: string[], kinds: PartKind[]): Array<{ kind: PartKind, text: string }> {
  const parts: Array<{ kind: PartKind, texts: string[] }> = []
  for (const [place, line] of lines.entries()) {
    const kind = kinds[place]!
    if (parts.at(-1)?.kind === kind) parts.at(-1)!.texts.push(line)
    else if (line !== '') parts.push({ kind, texts: [line] })
  }
  return parts.map(({ kind, texts }) => ({ kind, text: texts.join('') }))
}
