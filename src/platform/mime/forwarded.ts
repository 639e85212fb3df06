import { headerBlockAt, isForwardedMark, isOriginalMark } from './header-block.js'
import { isBlank, plainLine, type MailLine } from './mail-line.js'
import type { MailAddress } from './parsed-message.js'
import { forwardPrefix } from './quote-words.js'

export interface ForwardedMail { from: MailAddress, subject: string, text: string }

export interface ForwardingMessage {
  subject: string, text: string
  /** The first `message/rfc822` part, read. */
  attached: { from: MailAddress | null, subject: string, text: string } | null
}

const mostLines = 20_000

/**
 * The mail inside a forwarded mail: who first wrote it, and what. A guess, to be shown as one: anybody can type such lines. Only a subject
 * that says so, or a mark between the two mails, makes it a forwarded one; an answer quotes its mail in the same form.
 */
export function readForwarded ({ subject, text, attached }: ForwardingMessage): ForwardedMail | null {
  const isForward = forwardPrefix.test(subject)
  const lines = text.split(/\r\n|\r|\n/).slice(0, mostLines).map(plainLine)
  const inline = readInline(lines, isForward)
  if (inline !== null) return inline
  // A mail beside words of one's own and under one's own subject is a file like any other.
  return attached?.from == null || !(isForward || text.trim() === '') ? null : { from: attached.from, subject: attached.subject, text: attached.text.trim() }
}

function readInline (lines: MailLine[], isForward: boolean): ForwardedMail | null {
  for (const [place, line] of lines.entries()) {
    const isMark = isForwardedMark(line.text)
    if (!isMark && !isForward) continue
    const start = isMark || isOriginalMark(line.text) ? firstFilled(lines, place + 1) : place
    const block = start === lines.length ? null : headerBlockAt(lines, start)
    const from = block === null ? null : addressOf(block.values.from ?? '')
    if (block === null || from === null) continue
    return { from, subject: (block.values.subject ?? '').slice(0, 1000), text: lines.slice(block.end + 1).map(({ text }) => text).join('\n').trim() }
  }
  return null
}

function firstFilled (lines: MailLine[], start: number): number {
  let place = start
  while (place < lines.length && isBlank(lines[place]!)) place++
  return place
}

/** “Ada <ada@example.com>”, “Ada [mailto:ada@example.com]”, “ada@example.com (Ada)”. */
function addressOf (value: string): MailAddress | null {
  const line = value.slice(0, 500)
  const address = /[^\s<>()[\],:;"']{1,64}@[^\s<>()[\],:;"']{3,190}/.exec(line)?.[0]
  if (address === undefined) return null
  const name = line.slice(0, line.indexOf(address)).replace(/\s*(?:<|\[|\()?\s*(?:mailto:)?\s*$/i, '').replace(/^["'\s]+|["'\s]+$/g, '')
  return { address: address.toLowerCase(), name: name.includes('@') ? '' : name.slice(0, 190) }
}
