import type { Reader } from '../platform/database/database.js'
import type { Trigger } from './rule-fields.js'

/** How often each rule held lately, counted no further than a thousand, and when it last did. */
export type RuleHits = ReadonlyMap<number, { count: number, lastAt: Date }>

export async function findHits (reader: Reader, ruleIds: readonly number[], since: Date): Promise<RuleHits> {
  const hits = new Map<number, { count: number, lastAt: Date }>()
  for (const id of ruleIds) {
    const [row] = await reader.query('SELECT COUNT(*) AS count, MAX(at) AS lastAt FROM (SELECT at FROM rule_hits WHERE rule_id = ? AND at >= ? ORDER BY at DESC LIMIT 1000) h', [id, since.getTime()]) as Array<{ count: number, lastAt: number | null }>
    if (row?.lastAt) hits.set(id, { count: Number(row.count), lastAt: new Date(Number(row.lastAt)) })
  }
  return hits
}

/** How many rules each trigger has. */
export async function countRules (reader: Reader): Promise<Map<Trigger, number>> {
  const rows = await reader.query('SELECT waits_for AS waitsFor, COUNT(*) AS count FROM rules GROUP BY waits_for') as Array<{ waitsFor: Trigger, count: number }>
  return new Map(rows.map(({ waitsFor, count }) => [waitsFor, Number(count)]))
}
