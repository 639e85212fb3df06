import type { Reader } from '../platform/database/database.js'

/** Who counts in a schedule, by name, and whether the time of any ticket was counted in it. */
export interface ScheduleUse { departments: string[], policies: string[], agents: string[], hasCounted: boolean }

type Queries = Pick<Reader, 'query'>

/** What has to be told before a schedule is changed or removed. Promises by table name, because their room comes later. */
export async function findScheduleUse (reader: Queries, id: number): Promise<ScheduleUse> {
  const counted = await reader.query('SELECT 1 FROM targets WHERE schedule_id = ? LIMIT 1', [id]) as unknown[]
  return {
    departments: await namesOf(reader, 'SELECT name FROM departments WHERE schedule_id = ? ORDER BY name', id),
    policies: await namesOf(reader, 'SELECT name FROM sla_policies WHERE schedule_id = ? ORDER BY position, id', id),
    agents: await namesOf(reader, 'SELECT name FROM agents WHERE schedule_id = ? ORDER BY name', id),
    hasCounted: counted.length > 0
  }
}

async function namesOf (reader: Queries, sql: string, id: number): Promise<string[]> {
  return (await reader.query(sql, [id]) as Array<{ name: string }>).map(({ name }) => name)
}
