import type { Reader } from '../platform/database/database.js'

/** Agents who can be given tickets in some department. Whether in this one is checked when it is done. */
export async function listColleagues (reader: Reader): Promise<Array<{ id: number, name: string }>> {
  return reader.query('SELECT a.id, a.name FROM agents a WHERE a.is_active = 1 AND EXISTS (SELECT 1 FROM memberships m WHERE m.agent_id = a.id) ORDER BY a.name LIMIT 500') as Promise<Array<{ id: number, name: string }>>
}
