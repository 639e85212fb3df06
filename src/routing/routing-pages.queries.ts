import type { FallbackStep, Strategy } from '../departments/choices.js'
import type { Reader } from '../platform/database/database.js'
import type { Named } from './route.js'

type Queries = Pick<Reader, 'query'>

export interface DepartmentWay extends Named {
  strategy: Strategy
  prefersAccountManager: boolean
  prefersLastAgent: boolean
  fallback: FallbackStep[]
}

/** How each department in use finds an agent, by name. */
export async function listDepartmentWays (reader: Queries): Promise<DepartmentWay[]> {
  const rows = await reader.query(
    `SELECT id, name, strategy, prefers_account_manager AS prefersAccountManager, prefers_last_agent AS prefersLastAgent, fallback
     FROM departments WHERE is_active = 1 ORDER BY name`
  ) as Array<Omit<DepartmentWay, 'fallback'> & { fallback: string | null }>
  return rows.map(row => ({
    ...row, prefersAccountManager: Boolean(row.prefersAccountManager), prefersLastAgent: Boolean(row.prefersLastAgent), fallback: row.fallback === null ? [] : JSON.parse(row.fallback) as FallbackStep[] ?? []
  }))
}

export interface TopicPlace extends Named { departmentId: number, departmentName: string, teamId: number | null, teamName: string | null }

/** Topics in use with where they lead, in their order. */
export async function listTopicPlaces (reader: Queries): Promise<TopicPlace[]> {
  return reader.query(
    `SELECT o.id, o.name, o.department_id AS departmentId, d.name AS departmentName, t.id AS teamId, t.name AS teamName
     FROM topics o JOIN departments d ON d.id = o.department_id LEFT JOIN teams t ON t.id = o.team_id AND t.is_active = 1 WHERE o.is_active = 1 ORDER BY o.position, o.id`
  ) as Promise<TopicPlace[]>
}

/** Skills by name. */
export async function listSkillChoices (reader: Queries): Promise<Named[]> {
  return reader.query('SELECT id, name FROM skills ORDER BY name') as Promise<Named[]>
}

export interface FallbackChoices {
  teams: Named[]
  agents: Named[]
  manager: Named | null
}

/** Whom a department can name for when nobody is free: teams and agents that answer its tickets, and its manager. */
export async function listFallbackChoices (reader: Queries, departmentId: number): Promise<FallbackChoices> {
  const members = await reader.query(
    `SELECT a.id, a.name, r.permissions FROM memberships m JOIN agents a ON a.id = m.agent_id AND a.is_active = 1 JOIN roles r ON r.id = m.role_id
     WHERE m.department_id = ? ORDER BY a.name, a.id`, [departmentId]
  ) as Array<Named & { permissions: string }>
  const agents = members.filter(({ permissions }) => (JSON.parse(permissions) as string[]).includes('ticket.reply')).map(({ id, name }) => ({ id, name }))
  const answering = new Set(agents.map(({ id }) => id))
  const teams = await reader.query('SELECT id, name FROM teams WHERE is_active = 1 ORDER BY name') as Named[]
  const inTeams = await reader.query('SELECT team_id AS teamId, agent_id AS agentId FROM team_members') as Array<{ teamId: number, agentId: number }>
  const [managed] = await reader.query('SELECT manager_id AS managerId FROM departments WHERE id = ?', [departmentId]) as Array<{ managerId: number | null }>
  return { agents, teams: teams.filter(({ id }) => inTeams.some(each => each.teamId === id && answering.has(each.agentId))), manager: agents.find(({ id }) => id === managed?.managerId) ?? null }
}

/** The names of teams and agents that a step may hold, also of those that are out of use. */
export async function findStepNames (reader: Queries, steps: readonly FallbackStep[]): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const step of steps) {
    const [table, id] = step.kind === 'team' ? ['teams', step.teamId] : step.kind === 'agent' ? ['agents', step.agentId] : [null, 0]
    const [row] = table === null ? [] : await reader.query(`SELECT name FROM ${table} WHERE id = ?`, [id]) as Array<{ name: string }>
    if (row !== undefined) names.set(`${step.kind}:${id}`, row.name)
  }
  return names
}
