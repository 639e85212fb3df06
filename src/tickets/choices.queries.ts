import type { AgentActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'

export interface Choice { id: number, name: string }

/** Who can be given a ticket of a department. */
export async function listAssignableAgents (reader: Reader, departmentId: number): Promise<Choice[]> {
  return reader.query('SELECT a.id, a.name FROM agents a JOIN memberships m ON m.agent_id = a.id WHERE m.department_id = ? AND a.is_active = 1 ORDER BY a.name', [departmentId]) as Promise<Choice[]>
}

/** Who does not work in a department, and so may be asked to look at one of its tickets. */
export async function listAgentsElsewhere (reader: Reader, departmentId: number): Promise<Choice[]> {
  return reader.query('SELECT a.id, a.name FROM agents a WHERE a.is_active = 1 AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.agent_id = a.id AND m.department_id = ?) ORDER BY a.name', [departmentId]) as Promise<Choice[]>
}

export async function listActiveTeams (reader: Reader): Promise<Choice[]> {
  return reader.query('SELECT id, name FROM teams WHERE is_active = 1 ORDER BY name') as Promise<Choice[]>
}

export async function listActiveDepartments (reader: Reader): Promise<Choice[]> {
  return reader.query('SELECT id, name FROM departments WHERE is_active = 1 ORDER BY name') as Promise<Choice[]>
}

/** The topics in use, also the internal ones. */
export async function listActiveTopics (reader: Reader): Promise<Choice[]> {
  return reader.query('SELECT id, name FROM topics WHERE is_active = 1 ORDER BY position, id') as Promise<Choice[]>
}

/** The names of those whom a ticket was given to: an agent, a team, a department. */
export async function findNames (reader: Pick<Reader, 'query'>, { agentId = null, teamId = null, departmentId = null }: { agentId?: number | null, teamId?: number | null, departmentId?: number | null }): Promise<string[]> {
  const rows = await reader.query('SELECT name, 1 AS place FROM agents WHERE id = ? UNION ALL SELECT name, 2 FROM teams WHERE id = ? UNION ALL SELECT name, 3 FROM departments WHERE id = ? ORDER BY place', [agentId, teamId, departmentId]) as Choice[]
  return rows.map(({ name }) => name)
}

/** The admins' own names under a state. */
export async function listStatuses (reader: Reader, state: string): Promise<Array<{ id: number, label: string }>> {
  return reader.query('SELECT id, label FROM statuses WHERE state = ? AND is_active = 1 ORDER BY position, id', [state]) as Promise<Array<{ id: number, label: string }>>
}

/** Topics in whose department the agent may open a ticket, the internal ones too. */
export async function listOpenableTopics (reader: Reader, actor: AgentActor): Promise<Array<Choice & { departmentName: string }>> {
  const allowed = [...actor.departments].filter(([, held]) => held.has('ticket.create')).map(([id]) => id)
  if (allowed.length === 0) return []
  return reader.query(
    `SELECT o.id, o.name, d.name AS departmentName FROM topics o JOIN departments d ON d.id = o.department_id
     WHERE o.is_active = 1 AND o.department_id IN (${allowed.map(() => '?').join(', ')}) ORDER BY d.name, o.position`, allowed
  ) as Promise<Array<Choice & { departmentName: string }>>
}
