import type { AgentActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'

/** The agent's own ticket that is due next and waits for us, or null when there is none left. */
export async function findNextPath (reader: Reader, actor: AgentActor, exceptId: number): Promise<string | null> {
  const [row] = await reader.query(`
    SELECT id FROM (
      SELECT * FROM (SELECT id, sorts_at FROM tickets WHERE assignee_id = ? AND state = 'new' AND id <> ? ORDER BY sorts_at, id LIMIT 1) a
      UNION ALL
      SELECT * FROM (SELECT id, sorts_at FROM tickets WHERE assignee_id = ? AND state = 'open' AND id <> ? ORDER BY sorts_at, id LIMIT 1) b
    ) c ORDER BY sorts_at, id LIMIT 1`, [actor.id, exceptId, actor.id, exceptId]) as Array<{ id: number }>
  return row === undefined ? null : `/desk/tickets/${row.id}`
}
