import type { Reader } from '../platform/database/database.js'
import { Status } from './status.entity.js'

export async function listAllStatuses (reader: Reader): Promise<Status[]> {
  return reader.find(Status, { order: { position: 'ASC', id: 'ASC' } })
}

export async function findStatus (reader: Reader, id: number): Promise<Status | null> {
  return reader.findOneBy(Status, { id })
}

/** How many tickets carry a status, counted no further than a thousand. */
export async function countByState (reader: Reader, statusId: number): Promise<number> {
  const [row] = await reader.query('SELECT COUNT(*) AS tickets FROM (SELECT 1 FROM tickets WHERE status_id = ? LIMIT 1000) x', [statusId]) as Array<{ tickets: number }>
  return Number(row?.tickets ?? 0)
}
