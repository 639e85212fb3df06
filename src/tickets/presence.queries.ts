import type { Reader } from '../platform/database/database.js'

export interface PresentRow { name: string, activity: 'viewing' | 'reply' | 'note' }

/** The colleagues who have this ticket open. */
export async function listPresent (reader: Reader, ticketId: number, exceptAgentId: number, since: Date): Promise<PresentRow[]> {
  return reader.query(
    'SELECT a.name, r.activity FROM presences r JOIN agents a ON a.id = r.agent_id WHERE r.ticket_id = ? AND r.agent_id <> ? AND r.seen_at > ? ORDER BY a.name LIMIT 10',
    [ticketId, exceptAgentId, since.getTime()]
  ) as Promise<PresentRow[]>
}
