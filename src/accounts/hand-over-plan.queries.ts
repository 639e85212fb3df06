import type { Permission } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { listAbsences } from './agent.queries.js'
import type { HandOverPlanState } from './hand-over-plan.entity.js'
import type { AgentChoice } from './agent-choices.queries.js'

type Queries = Pick<Reader, 'query'>

/** What happens with the tickets of an agent around an absence. */
export interface AbsencePlan { absenceId: number, toAgentId: number | null, toName: string | null, givesBack: boolean, state: HandOverPlanState, nextAt: number | null }

/** What is planned for the absences of an agent. */
export async function listAbsencePlans (reader: Queries, agentId: number): Promise<AbsencePlan[]> {
  const rows = await reader.query(
    `SELECT p.absence_id AS absenceId, p.to_agent_id AS toAgentId, a.name AS toName, p.gives_back AS givesBack, p.state, p.next_at AS nextAt
     FROM hand_over_plans p LEFT JOIN agents a ON a.id = p.to_agent_id WHERE p.agent_id = ? AND p.absence_id IS NOT NULL ORDER BY p.id`, [agentId]
  ) as Array<Omit<AbsencePlan, 'givesBack'> & { givesBack: number }>
  return rows.map(row => ({ ...row, givesBack: Boolean(row.givesBack), nextAt: row.nextAt === null ? null : Number(row.nextAt) }))
}

/** The absences of an agent that are to come or on, what is planned for them, and who could take over. */
export async function findAbsencesAround (reader: Reader, agentId: number, now: Date) {
  const [absences, plans, colleagues] = await Promise.all([listAbsences(reader, agentId, now), listAbsencePlans(reader, agentId), listColleagues(reader, agentId)])
  return { absences, plans, colleagues }
}

/** Who in use answers in a department in which an agent works too, by name. */
export async function listColleagues (reader: Queries, agentId: number): Promise<AgentChoice[]> {
  const rows = await reader.query(
    `SELECT a.id, a.name, r.permissions FROM agents a JOIN memberships m ON m.agent_id = a.id JOIN roles r ON r.id = m.role_id
     WHERE a.is_active = 1 AND a.id <> ? AND m.department_id IN (SELECT o.department_id FROM memberships o WHERE o.agent_id = ?) ORDER BY a.name, a.id`, [agentId, agentId]
  ) as Array<AgentChoice & { permissions: string }>
  const answering = rows.filter(({ permissions }) => (JSON.parse(permissions) as Permission[]).includes('ticket.reply'))
  return [...new Map(answering.map(({ id, name }) => [id, { id, name }])).values()]
}

/** The end of the absence that an agent has at a moment, the last if there are several; null when there is none. */
export async function findAwayUntil (reader: Queries, agentId: number, at: Date): Promise<Date | null> {
  const [row] = await reader.query('SELECT MAX(ends_at) AS until FROM absences WHERE agent_id = ? AND starts_at <= ? AND ends_at > ?', [agentId, at.getTime(), at.getTime()]) as Array<{ until: number | null }>
  return row?.until == null ? null : new Date(Number(row.until))
}

/** How many open tickets an agent has in some departments, or in all when none are named; counted up to 1,000. */
export async function countOpenTicketsOf (reader: Queries, agentId: number, departmentIds: readonly number[] | null): Promise<number> {
  if (departmentIds?.length === 0) return 0
  const within = departmentIds === null ? '' : ` AND department_id IN (${departmentIds.map(() => '?').join(', ')})`
  const [row] = await reader.query(
    `SELECT COUNT(*) AS count FROM (SELECT 1 FROM tickets WHERE assignee_id = ? AND state IN ('new', 'open', 'waiting', 'on_hold')${within} LIMIT 1000) counted`, [agentId, ...departmentIds ?? []]
  ) as Array<{ count: number }>
  return Number(row?.count ?? 0)
}
