import type { Message } from '../platform/errors.js'
import type { Reader } from '../platform/database/database.js'
import { IncomingMessage } from './incoming-message.entity.js'

/** The number of the ticket that a message became or came into, null when it touched none; from whom it was, and why it went as it did. */
export interface Become { number: string | null, from: string, reason: Message | null }

export async function findWhatBecame (reader: Reader, incomingId: number): Promise<Become> {
  const message = await reader.findOneBy(IncomingMessage, { id: incomingId })
  const [row] = message?.ticketId == null ? [] : await reader.query('SELECT number FROM tickets WHERE id = ?', [message.ticketId]) as Array<{ number: string }>
  return { number: row?.number ?? null, from: message?.fromAddress ?? '', reason: message?.reason ?? null }
}
