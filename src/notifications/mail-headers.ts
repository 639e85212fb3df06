import { createHash, randomBytes } from 'node:crypto'
import { templateKind, type TemplateName } from './templates.js'

/** Which ticket a mail is about, with the mark that lets its answer find back. */
export interface Mark { ticketId: number, token: string }

/** A Message-ID of ours. It is made once and kept with the mail, so that every try sends the same message. */
export function newMessageId (mark: Mark | null, baseUrl: string): string {
  const unique = randomBytes(12).toString('base64url')
  return mark === null ? `<m.${unique}@${hostOf(baseUrl)}>` : `<t${mark.ticketId}.${mark.token}.${unique}@${hostOf(baseUrl)}>`
}

/**
 * What all mails about one ticket to one reader refer to first. No mail has this Message-ID: it only holds the
 * thread together in the reader's mail program when mails in between were deleted or never came.
 */
export function threadRoot ({ ticketId, token }: Mark, baseUrl: string): string {
  return `<t${ticketId}.${token}.root@${hostOf(baseUrl)}>`
}

interface Thread {
  /** Null outside of tickets. */
  root: string | null
  /** What this reader was sent and wrote about the ticket before, oldest first. */
  earlierIds: string[]
  fromAddress: string
  /** Where answers go, when that is another address. */
  replyTo: string | null
  /** The page on which a participant asks for peace. */
  muteUrl: string | null
  /** Written by a rule, though an agent may write it too. */
  isAutomatic?: boolean
}

/**
 * The headers that thread a mail and keep machines from answering it (RFC 5322 section 3.6.4, RFC 3834).
 *
 * Only what an agent wrote may be answered by a person's own assistant; even then it is asked not to send
 * notices of absence. `X-Loop` lets our own way in recognise a mail that came back. Outlook goes by
 * `Thread-Index` before it looks at references, and so needs the same one in each mail of a thread.
 */
export function mailHeaders (template: TemplateName, { root, earlierIds, fromAddress, replyTo, muteUrl, isAutomatic = templateKind(template).byAgent !== true }: Thread): Record<string, string> {
  const last = earlierIds.at(-1)
  const references = [root, ...earlierIds].filter(id => id !== null)
  return {
    ...(replyTo !== null && { 'Reply-To': replyTo }),
    ...(last !== undefined && { 'In-Reply-To': last }),
    ...(references.length > 0 && { References: references.join(' ') }),
    ...(root !== null && { 'Thread-Index': threadIndex(root) }),
    ...(isAutomatic ? { 'Auto-Submitted': 'auto-generated', Precedence: 'bulk' } : {}),
    'X-Auto-Response-Suppress': isAutomatic ? 'All' : 'OOF, AutoReply',
    'X-Loop': fromAddress,
    ...(muteUrl !== null && { 'List-Unsubscribe': `<${muteUrl}>` })
  }
}

/** One byte of version, five of a time that nobody reads, sixteen of what makes the thread. */
function threadIndex (root: string): string {
  return Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0]), createHash('sha256').update(root).digest().subarray(0, 16)]).toString('base64')
}

const hostOf = (baseUrl: string): string => new URL(baseUrl).hostname.replace(/^\[|\]$/g, '')
