import type { EntityManager } from 'typeorm'
import type { Strategy } from '../departments/choices.js'
import type { Permission } from '../platform/actor.js'
import type { OpeningHours } from '../schedules/opening-hours.js'
import { nextOpening } from '../schedules/working-time.js'
import { countedUpTo, type Candidate } from './decide-agent.js'
import type { TurnOwner } from './turns.js'

type Queries = Pick<EntityManager, 'query'>

/** Where a ticket is: it goes to who works in the department and, if there is a team, is in the team. */
export interface Pool { departmentId: number, teamId: number | null }

/** How a ticket finds its agent, and within what turns are taken. */
export async function findStrategy (manager: Queries, { departmentId, teamId }: Pool): Promise<{ strategy: Strategy, turnOwner: TurnOwner, pool: Pool }> {
  const [row] = await manager.query(
    'SELECT d.strategy, t.id AS teamId, t.strategy AS teamStrategy FROM departments d LEFT JOIN teams t ON t.id = ? AND t.is_active = 1 WHERE d.id = ?',
    [teamId, departmentId]
  ) as Array<{ strategy: Strategy, teamId: number | null, teamStrategy: Strategy | null }>
  if (row === undefined) throw new Error(`Expected a department ${departmentId}`)

  const pool = { departmentId, teamId: row.teamId }
  if (row.teamId === null || row.teamStrategy === null || row.teamStrategy === 'manual') return { strategy: row.strategy, turnOwner: { ownerKind: 'department', ownerId: departmentId }, pool }
  return { strategy: row.teamStrategy, turnOwner: { ownerKind: 'team', ownerId: row.teamId }, pool }
}

interface CandidateRow { id: number, name: string, capacity: number | null, takesTickets: number, permissions: string, hours: string | null, absentUntil: number | null }

/** Who may answer tickets in a pool, each with what routing asks about, in two statements. */
export async function findCandidates (manager: Queries, { departmentId, teamId }: Pool, strategy: Strategy, now: Date): Promise<Candidate[]> {
  const rows = await manager.query(`
    SELECT a.id, a.name, a.capacity, a.takes_tickets AS takesTickets, r.permissions, s.opening_hours AS hours,
      (SELECT MAX(b.ends_at) FROM absences b WHERE b.agent_id = a.id AND b.starts_at <= ? AND b.ends_at > ?) AS absentUntil
    FROM memberships m
    JOIN agents a ON a.id = m.agent_id AND a.is_active = 1
    JOIN roles r ON r.id = m.role_id
    LEFT JOIN schedules s ON s.id = a.schedule_id
    WHERE m.department_id = ?${teamId === null ? '' : ' AND EXISTS (SELECT 1 FROM team_members e WHERE e.agent_id = a.id AND e.team_id = ?)'}`,
  [now.getTime(), now.getTime(), departmentId, ...(teamId === null ? [] : [teamId])]) as CandidateRow[]

  const answering = rows.filter(({ permissions }) => (JSON.parse(permissions) as Permission[]).includes('ticket.reply'))
  const open = await countOpenTickets(manager, answering.map(({ id, capacity }) => ({ agentId: id, limit: countedUpTo(strategy, capacity) })))
  return answering.map(row => toCandidate(row, open.get(row.id) ?? 0, now))
}

/** SQLite takes no more than 500 parts in one statement. */
const partsAtOnce = 400

/** Each count stops at its limit, so that it costs no more when an agent has been given very much. */
async function countOpenTickets (manager: Queries, agents: Array<{ agentId: number, limit: number }>): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  for (let first = 0; first < agents.length; first += partsAtOnce) {
    const asked = agents.slice(first, first + partsAtOnce)
    const parts = asked.map(() => "SELECT ? AS id, COUNT(*) AS tickets FROM (SELECT 1 FROM tickets WHERE assignee_id = ? AND state IN ('new', 'open', 'waiting', 'on_hold') LIMIT ?) counted")
    const rows = await manager.query(parts.join(' UNION ALL '), asked.flatMap(({ agentId, limit }) => [agentId, agentId, limit])) as Array<{ id: number, tickets: number }>
    for (const { id, tickets } of rows) counts.set(Number(id), Number(tickets))
  }
  return counts
}

function toCandidate ({ id, name, capacity, takesTickets, hours, absentUntil }: CandidateRow, openTickets: number, now: Date): Candidate {
  const opensAt = hours === null ? now : nextOpening(JSON.parse(hours) as OpeningHours, now)
  const isAtWork = opensAt?.getTime() === now.getTime()
  return {
    agentId: id,
    name,
    openTickets,
    capacity,
    takesTickets: Boolean(takesTickets),
    absentUntil: absentUntil === null ? null : new Date(Number(absentUntil)),
    isAtWork,
    opensAt: isAtWork ? null : opensAt
  }
}
