import { randomBytes } from 'node:crypto'
import { templateKind, type TemplateName } from './templates.js'

/** A Message-ID of ours. It is made once and kept with the mail, so that every try sends the same message. */
export function newMessageId (ticketId: number | null, baseUrl: string): string {
  const mark = randomBytes(16).toString('base64url')
  return `<${ticketId === null ? 'm' : `t${ticketId}`}.${mark}@${new URL(baseUrl).hostname.replace(/^\[|\]$/g, '')}>`
}

interface Thread {
  /** What this reader was sent about the ticket before, oldest first. */
  earlierIds: string[]
  fromAddress: string
  /** The page on which a participant asks for peace. */
  muteUrl: string | null
}

/**
 * The headers that thread a mail and keep machines from answering it (RFC 5322 section 3.6.4, RFC 3834).
 *
 * Only what an agent wrote may be answered by a person's own assistant; even then it is asked not to send
 * notices of absence. `X-Loop` lets our own way in recognise a mail that came back.
 */
export function mailHeaders (template: TemplateName, { earlierIds, fromAddress, muteUrl }: Thread): Record<string, string> {
  const last = earlierIds.at(-1)
  const isAutomatic = templateKind(template).byAgent !== true
  return {
    ...(last !== undefined && { 'In-Reply-To': last, References: earlierIds.join(' ') }),
    ...(isAutomatic ? { 'Auto-Submitted': 'auto-generated', Precedence: 'bulk' } : {}),
    'X-Auto-Response-Suppress': isAutomatic ? 'All' : 'OOF, AutoReply',
    'X-Loop': fromAddress,
    ...(muteUrl !== null && { 'List-Unsubscribe': `<${muteUrl}>` })
  }
}
