import { In, IsNull, Not } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import { ThreadEntry } from '../tickets/thread-entry.entity.js'
import { Mail } from './mail.entity.js'

/** How many earlier mails a reader's thread is pinned to. */
const longestThread = 10

/**
 * The Message-IDs that a mail to this reader follows, oldest first: what we sent to that address, and what
 * was said by mail. A mail that never reached anybody is no link in the chain.
 */
export async function listThreadIds (reader: Reader, ticketId: number, toAddress: string): Promise<string[]> {
  const mails = await reader.find(Mail, {
    select: { id: true, messageId: true, createdAt: true }, where: { ticketId, toAddress, state: Not(In(['failed', 'held'])), bouncedAt: IsNull() }, order: { id: 'DESC' }, take: longestThread
  })
  const entries = await reader.find(ThreadEntry, {
    select: { id: true, messageId: true, createdAt: true }, where: { ticketId, kind: In(['message', 'reply']), messageId: Not(IsNull()), withdrawnAt: IsNull() }, order: { id: 'DESC' }, take: longestThread
  })
  return [...entries.reverse(), ...mails.reverse()]
    .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .flatMap(({ messageId }) => messageId === null ? [] : [messageId])
    .slice(-longestThread)
}
