import type { Reader } from '../platform/database/database.js'

/** Something in use that names an agent or a team, and where it is changed. */
export interface Naming { kind: 'department' | 'route' | 'team' | 'company' | 'topic' | 'policy' | 'rule' | 'macro' | 'plan', name: string, path: string }

type Queries = Pick<Reader, 'query'>
interface Row { id: number, name: string }
type JsonRow = Row & { held: string }

const jsonTables: Array<{ kind: Naming['kind'], path: string, sql: string }> = [
  { kind: 'route', path: '/admin/routing/departments', sql: 'SELECT id, name, fallback AS held FROM departments WHERE is_active = 1 AND fallback IS NOT NULL ORDER BY name' },
  { kind: 'policy', path: '/admin/sla', sql: 'SELECT id, name, steps AS held FROM sla_policies WHERE is_active = 1 AND steps IS NOT NULL ORDER BY name' },
  { kind: 'rule', path: '/admin/rules', sql: 'SELECT id, name, actions AS held FROM rules WHERE is_active = 1 ORDER BY name, id' },
  { kind: 'macro', path: '/admin/macros', sql: 'SELECT id, name, actions AS held FROM macros WHERE is_active = 1 ORDER BY name, id' },
  { kind: 'plan', path: '/admin/recurring', sql: 'SELECT id, name, template AS held FROM plans WHERE is_active = 1 ORDER BY name, id' }
]

/** What in use still names an agent: as head, as account manager, or as one to give tickets to. Read by table name, because these rooms come later. */
export async function listNamingsOfAgent (reader: Queries, agentId: number): Promise<Naming[]> {
  return [
    ...await plain(reader, 'department', '/admin/departments', 'SELECT id, name FROM departments WHERE is_active = 1 AND manager_id = ? ORDER BY name', agentId),
    ...await plain(reader, 'team', '/admin/teams', 'SELECT id, name FROM teams WHERE is_active = 1 AND lead_id = ? ORDER BY name', agentId),
    ...await plain(reader, 'company', '/admin/companies', 'SELECT id, name FROM companies WHERE is_active = 1 AND account_manager_id = ? ORDER BY name LIMIT 20', agentId),
    ...await inJson(reader, held => namesAgent(held, agentId))
  ]
}

/** What in use still names a team. */
export async function listNamingsOfTeam (reader: Queries, teamId: number): Promise<Naming[]> {
  return [
    ...await plain(reader, 'topic', '/admin/topics', 'SELECT id, name FROM topics WHERE is_active = 1 AND team_id = ? ORDER BY name', teamId),
    ...await inJson(reader, held => held.teamId === teamId)
  ]
}

async function plain (reader: Queries, kind: Naming['kind'], path: string, sql: string, id: number): Promise<Naming[]> {
  const rows = await reader.query(sql, [id]) as Row[]
  return rows.map(row => ({ kind, name: row.name, path: `${path}/${row.id}` }))
}

async function inJson (reader: Queries, names: (held: Record<string, unknown>) => boolean): Promise<Naming[]> {
  const found: Naming[] = []
  for (const { kind, path, sql } of jsonTables) {
    const rows = await reader.query(sql) as JsonRow[]
    found.push(...rows.filter(({ held }) => objectsIn(JSON.parse(held)).some(names)).map(({ id, name }) => ({ kind, name, path: `${path}/${id}` })))
  }
  return found
}

/** As an action or a fallback, or as whom a step of a service level tells or gives the ticket to. */
const namesAgent = ({ agentId, kind, whom, to }: Record<string, unknown>, id: number): boolean =>
  agentId === id || (kind === 'notify' && whom === id) || (kind === 'give' && to === id)

/** Every object in a value, however deep. */
function objectsIn (value: unknown): Array<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(objectsIn)
  return Array.isArray(value) ? inside : [value as Record<string, unknown>, ...inside]
}
