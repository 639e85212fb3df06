import type { EntityManager } from 'typeorm'
import type { Permission } from '../platform/actor.js'
import { isOpenAt, nextOpening } from '../schedules/working-time.js'
import type { OpeningHours } from '../schedules/opening-hours.js'
import type { Candidate } from './decide-agent.js'

interface CandidateRow {
  id: number, name: string, capacity: number | null, takesTickets: number, permissions: string
  hours: string | null, absentUntil: number | null, openTickets: number
}

/**
 * Those who work in a department (and are in the team, if one is given) in a role that answers tickets,
 * each with what routing asks about, in one statement.
 */
export async function findCandidates (manager: EntityManager, { departmentId, teamId }: { departmentId: number, teamId: number | null }, now: Date): Promise<Candidate[]> {
  const rows = await manager.query(`
    SELECT a.id, a.name, a.capacity, a.takes_tickets AS takesTickets, r.permissions, s.opening_hours AS hours,
      (SELECT MAX(b.ends_at) FROM absences b WHERE b.agent_id = a.id AND b.starts_at <= ? AND b.ends_at > ?) AS absentUntil,
      (SELECT COUNT(*) FROM tickets t WHERE t.assignee_id = a.id AND t.state IN ('new', 'open', 'waiting', 'on_hold')) AS openTickets
    FROM agents a
    JOIN memberships m ON m.agent_id = a.id AND m.department_id = ?
    JOIN roles r ON r.id = m.role_id
    LEFT JOIN schedules s ON s.id = a.schedule_id
    WHERE a.is_active = 1${teamId === null ? '' : ' AND EXISTS (SELECT 1 FROM team_members e WHERE e.agent_id = a.id AND e.team_id = ?)'}`,
  [now.getTime(), now.getTime(), departmentId, ...(teamId === null ? [] : [teamId])]) as CandidateRow[]

  return rows.filter(({ permissions }) => (JSON.parse(permissions) as Permission[]).includes('ticket.reply')).map(row => toCandidate(row, now))
}

function toCandidate ({ id, name, capacity, takesTickets, hours, absentUntil, openTickets }: CandidateRow, now: Date): Candidate {
  const openingHours = hours === null ? null : JSON.parse(hours) as OpeningHours
  const isAtWork = openingHours === null || isOpenAt(openingHours, now)
  return {
    agentId: id,
    name,
    capacity,
    takesTickets: Boolean(takesTickets),
    openTickets: Number(openTickets),
    absentUntil: absentUntil === null ? null : new Date(Number(absentUntil)),
    isAtWork,
    opensAt: isAtWork || openingHours === null ? null : nextOpening(openingHours, now)
  }
}
