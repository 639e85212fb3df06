import { createHash } from 'node:crypto'

/** Added or rewritten on the way, so that two copies of one message differ in them. */
const trace = /^(?:received|return-path|delivered-to|envelope-to|x-original-to|x-received|x-[\w-]*|arc-[\w-]*|authentication-results|received-spf|dkim-signature|status|content-length|lines)$/i

const piece = 65_536

/**
 * A SHA-256 digest of what a message says: its headers without those of the way, and its body. The same
 * message that is delivered twice has it twice; the same Message-ID over other words has another.
 */
export function fingerprintOf (raw: Buffer): string {
  const end = headerEnd(raw)
  const head = raw.subarray(0, end).toString('latin1').replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ')
  const kept = head.split('\n').filter(line => !trace.test(line.split(':', 1)[0] ?? '')).join('\n')
  const hash = createHash('sha256').update(kept, 'latin1').update('\n\n')
  for (const text of plainLines(raw, end)) hash.update(text, 'latin1')
  return hash.digest('hex')
}

/** The body with one kind of line end and without blanks at its end, a piece at a time: a long message is never held as text. */
function * plainLines (raw: Buffer, start: number): Generator<string> {
  let blanks = ''
  for (let at = start; at < raw.length;) {
    const cut = Math.min(raw.length, at + piece)
    // A CR and its LF stay together.
    const next = raw[cut - 1] === 13 && raw[cut] === 10 ? cut + 1 : cut
    const text = blanks + raw.toString('latin1', at, next).replace(/\r\n?/g, '\n')
    const written = text.trimEnd()
    blanks = text.slice(written.length)
    if (written !== '') yield written
    at = next
  }
}

/** Where the headers end: at the first empty line, or at the end. */
export function headerEnd (raw: Buffer): number {
  for (const mark of ['\r\n\r\n', '\n\n', '\r\r']) {
    const at = raw.indexOf(mark)
    if (at !== -1 && (mark !== '\r\r' || !raw.includes('\n'))) return at
  }
  return raw.length
}
