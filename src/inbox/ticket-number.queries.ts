import type { Reader } from '../platform/database/database.js'

/** The number of the ticket that a message became or came into; null when it touched none. */
export async function findTicketNumber (reader: Reader, incomingId: number): Promise<string | null> {
  const [row] = await reader.query('SELECT t.number FROM incoming_messages i JOIN tickets t ON t.id = i.ticket_id WHERE i.id = ?', [incomingId]) as Array<{ number: string }>
  return row?.number ?? null
}
