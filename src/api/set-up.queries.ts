import type { Reader } from '../platform/database/database.js'

const tables = {
  departments: 'departments', teams: 'teams', agents: 'agents', roles: 'roles', skills: 'skills', statuses: 'statuses', topics: 'topics', questions: 'questions', 'sla-policies': 'sla_policies', schedules: 'schedules',
  rules: 'rules', macros: 'macros', plans: 'plans'
} as const

/** What programs set up, by its path. */
export type SetUp = keyof typeof tables

/** A page of everything of one kind, also what is out of use, the oldest first. */
export async function listSetUpIds (reader: Pick<Reader, 'query'>, kind: SetUp, { after, limit }: { after: number, limit: number }): Promise<number[]> {
  const rows = await reader.query(`SELECT id FROM ${tables[kind]} WHERE id > ? ORDER BY id LIMIT ${limit}`, [after]) as Array<{ id: number }>
  return rows.map(({ id }) => id)
}
