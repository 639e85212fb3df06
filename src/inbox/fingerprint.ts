import { createHash } from 'node:crypto'

/** Added or rewritten on the way, so that two copies of one message differ in them. */
const trace = /^(?:received|return-path|delivered-to|envelope-to|x-original-to|x-received|x-[\w-]*|arc-[\w-]*|authentication-results|received-spf|dkim-signature|status|content-length|lines)$/i

/**
 * A SHA-256 digest of what a message says: its headers without those of the way, and its body. The same
 * message that is delivered twice has it twice; the same Message-ID over other words has another.
 */
export function fingerprintOf (raw: Buffer): string {
  const end = headerEnd(raw)
  const head = raw.subarray(0, end).toString('latin1').replace(/\r\n?/g, '\n').replace(/\n[ \t]+/g, ' ')
  const kept = head.split('\n').filter(line => !trace.test(line.split(':', 1)[0] ?? '')).join('\n')
  return createHash('sha256').update(kept, 'latin1').update('\n\n').update(raw.subarray(end).toString('latin1').replace(/\r\n?/g, '\n').trimEnd(), 'latin1').digest('hex')
}

/** Where the headers end: at the first empty line, or at the end. */
export function headerEnd (raw: Buffer): number {
  for (const mark of ['\r\n\r\n', '\n\n', '\r\r']) {
    const at = raw.indexOf(mark)
    if (at !== -1 && (mark !== '\r\r' || !raw.includes('\n'))) return at
  }
  return raw.length
}
