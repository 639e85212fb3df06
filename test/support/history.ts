import { listAuditEntries } from '../../src/audit/audit.queries.js'
import type { World } from './world.js'

/** The latest line of the history of changes about something. */
export async function lastChange ({ platform }: World, subjectType: string) {
  return (await listAuditEntries(platform.db.read, { subjectType }, { limit: 1 })).entries[0]
}

/** The payloads of the jobs that wait, oldest first. */
export async function payloadsOf ({ platform }: World, name: string): Promise<unknown[]> {
  const rows = await platform.db.read.query('SELECT payload FROM jobs WHERE name = ? ORDER BY id', [name]) as Array<{ payload: string }>
  return rows.map(({ payload }) => JSON.parse(payload) as unknown)
}
