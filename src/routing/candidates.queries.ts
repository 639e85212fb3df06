import type { EntityManager } from 'typeorm'
import type { Strategy } from '../departments/choices.js'
import type { Permission } from '../platform/actor.js'
import type { OpeningHours } from '../schedules/opening-hours.js'
import { nextOpening } from '../schedules/working-time.js'
import { countedUpTo, type Candidate } from './decide-agent.js'
import type { Named, Pool } from './route.js'

type Queries = Pick<EntityManager, 'query'>

/** Somebody who may answer tickets in a pool, as the database has it. */
export interface Worker { id: number, name: string, capacity: number | null, takesTickets: number, routingVersion: number, permissions: string, hours: string | null, absentUntil: number | null, knows?: string | null }

export interface CandidateSearch {
  strategy: Strategy
  now: Date
  /** What they have to know. */
  skills?: readonly Named[]
  /** Only this one. */
  agentId?: number
}

/** Who may answer tickets in a pool, each with what routing asks about, in two statements. */
export async function findCandidates (manager: Queries, pool: Pool, search: CandidateSearch): Promise<Candidate[]> {
  return withOpenTickets(manager, await findWorkers(manager, pool, search), search)
}

/** Who may answer tickets in a pool, and all that can change about them but their tickets, with how often it has. */
export async function findWorkers (manager: Queries, { departmentId, teamId }: Pool, { now, skills = [], agentId }: CandidateSearch): Promise<Worker[]> {
  const rows = await manager.query(`
    SELECT a.id, a.name, a.capacity, a.takes_tickets AS takesTickets, a.routing_version AS routingVersion, r.permissions, s.opening_hours AS hours,
      (SELECT MAX(b.ends_at) FROM absences b WHERE b.agent_id = a.id AND b.starts_at <= ? AND b.ends_at > ?) AS absentUntil${skills.length === 0 ? '' : `,
      (SELECT GROUP_CONCAT(k.skill_id) FROM agent_skills k WHERE k.agent_id = a.id AND k.skill_id IN (${skills.map(() => '?').join(', ')})) AS knows`}
    FROM memberships m
    JOIN agents a ON a.id = m.agent_id AND a.is_active = 1
    JOIN roles r ON r.id = m.role_id
    LEFT JOIN schedules s ON s.id = a.schedule_id
    WHERE m.department_id = ?${teamId === null ? '' : ' AND EXISTS (SELECT 1 FROM team_members e WHERE e.agent_id = a.id AND e.team_id = ?)'}${agentId === undefined ? '' : ' AND a.id = ?'}`,
  [now.getTime(), now.getTime(), ...skills.map(({ id }) => id), departmentId, ...(teamId === null ? [] : [teamId]), ...(agentId === undefined ? [] : [agentId])]) as Worker[]
  return rows.filter(({ permissions }) => (JSON.parse(permissions) as Permission[]).includes('ticket.reply'))
}

/** The same with how many open tickets each has now. */
export async function withOpenTickets (manager: Queries, workers: readonly Worker[], { strategy, now, skills = [] }: CandidateSearch): Promise<Candidate[]> {
  const open = await countOpenTickets(manager, workers.map(({ id, capacity }) => ({ agentId: id, limit: countedUpTo(strategy, capacity) })))
  return workers.map(row => toCandidate(row, open.get(row.id) ?? 0, skills, now))
}

/** SQLite takes no more than 500 parts in one statement. */
const partsAtOnce = 400

/**
 * Each count stops at its limit, so that it costs no more when an agent has been given very much. Nobody has the id 0: asked
 * for one agent alone, MariaDB may read closed tickets too, which come first in the index, once there are very many open ones.
 */
async function countOpenTickets (manager: Queries, agents: Array<{ agentId: number, limit: number }>): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  for (let first = 0; first < agents.length; first += partsAtOnce) {
    const asked = agents.slice(first, first + partsAtOnce)
    const parts = asked.map(() => "SELECT ? AS id, COUNT(*) AS tickets FROM (SELECT 1 FROM tickets WHERE assignee_id IN (?, 0) AND state IN ('new', 'open', 'waiting', 'on_hold') LIMIT ?) counted")
    const rows = await manager.query(parts.join(' UNION ALL '), asked.flatMap(({ agentId, limit }) => [agentId, agentId, limit])) as Array<{ id: number, tickets: number }>
    for (const { id, tickets } of rows) counts.set(Number(id), Number(tickets))
  }
  return counts
}

function toCandidate ({ id, name, capacity, takesTickets, routingVersion, hours, absentUntil, knows }: Worker, openTickets: number, skills: readonly Named[], now: Date): Candidate {
  const opensAt = hours === null ? now : nextOpening(JSON.parse(hours) as OpeningHours, now)
  const isAtWork = opensAt?.getTime() === now.getTime()
  const known = new Set((knows ?? '').split(',').map(Number))
  return {
    agentId: id,
    name,
    openTickets,
    capacity,
    takesTickets: Boolean(takesTickets),
    absentUntil: absentUntil === null ? null : new Date(Number(absentUntil)),
    isAtWork,
    opensAt: isAtWork ? null : opensAt,
    lacks: skills.filter(skill => !known.has(skill.id)).map(skill => skill.name),
    routingVersion
  }
}
