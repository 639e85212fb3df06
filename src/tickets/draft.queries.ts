import type { Reader } from '../platform/database/database.js'
import { Draft } from './draft.entity.js'

/** What an agent has typed under a ticket and not sent, or null. */
export async function findDraft (reader: Reader, { agentId, ticketId }: { agentId: number, ticketId: number }): Promise<Draft | null> {
  return reader.findOneBy(Draft, { agentId, ticketId })
}
