import type { Reader } from '../platform/database/database.js'

export interface OwnTicket { id: number, number: string }

/**
 * A request that a person made or takes part in; null when there is none, whether or not it exists.
 *
 * By table name, because this room stands before that of tickets.
 */
export async function findOwnTicket (reader: Pick<Reader, 'query'>, personId: number, by: { id: number } | { number: string }): Promise<OwnTicket | null> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['number', by.number]
  const [row] = await reader.query(
    `SELECT t.id, t.number FROM tickets t
     WHERE t.${column} = ? AND (t.requester_id = ? OR EXISTS (SELECT 1 FROM participants p WHERE p.ticket_id = t.id AND p.person_id = ?))`,
    [value, personId, personId]
  ) as OwnTicket[]
  return row ?? null
}
