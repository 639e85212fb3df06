import { departmentsWith, type Actor, type AgentActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { referredSightOf, type ReferredSight, type ReferredTo } from './referral.policy.js'

/** To whom a ticket is referred now. Nothing for anybody but agents: only they see by a referral. */
export async function listReferredTo (reader: Pick<Reader, 'query'>, actor: Actor, ticketId: number): Promise<ReferredTo[]> {
  if (actor.party !== 'agent') return []
  return reader.query('SELECT department_id AS departmentId, team_id AS teamId, agent_id AS agentId FROM ticket_referrals WHERE ticket_id = ? AND ended_at IS NULL', [ticketId]) as Promise<ReferredTo[]>
}

export interface ReferralRow extends ReferredTo { id: number, name: string, reason: string, byName: string, createdAt: number }

/** The referrals of a ticket that hold now, oldest first. The caller checks that the actor may see the ticket. */
export async function listReferrals (reader: Reader, ticketId: number): Promise<ReferralRow[]> {
  const rows = await reader.query(
    `SELECT f.id, f.department_id AS departmentId, f.team_id AS teamId, f.agent_id AS agentId, COALESCE(d.name, e.name, a.name) AS name, f.reason, f.by_name AS byName, f.created_at AS createdAt
     FROM ticket_referrals f LEFT JOIN departments d ON d.id = f.department_id LEFT JOIN teams e ON e.id = f.team_id LEFT JOIN agents a ON a.id = f.agent_id
     WHERE f.ticket_id = ? AND f.ended_at IS NULL ORDER BY f.id`, [ticketId]
  ) as ReferralRow[]
  return rows.map(row => ({ ...row, createdAt: Number(row.createdAt) }))
}

/** A condition on `t`, a ticket, that holds for what an agent may see: that of his or her departments, and what is referred to them. */
export function seenBy (actor: AgentActor): { sql: string, values: number[] } {
  const departments = departmentsWith(actor, 'ticket.read')
  const referred = columnsOf(referredSightOf(actor))
  const parts = [
    ...departments.length === 0 ? [] : [`t.department_id IN (${marks(departments)})`],
    ...referred.length === 0 ? [] : [`EXISTS (SELECT 1 FROM ticket_referrals f WHERE f.ticket_id = t.id AND f.ended_at IS NULL AND (${referred.map(({ column, ids }) => `f.${column} IN (${marks(ids)})`).join(' OR ')}))`]
  ]
  return { sql: parts.length === 0 ? '1 = 0' : `(${parts.join(' OR ')})`, values: [...departments, ...referred.flatMap(({ ids }) => ids)] }
}

/**
 * The ids of what is referred to an agent now, each way of being asked read by an index of its own. In brackets
 * as a table, so that MySQL begins with these few and does not walk through all tickets.
 */
export function referredIds (sight: ReferredSight): { sql: string, values: number[] } {
  const parts = columnsOf(sight)
  const slices = parts.map(({ column, ids }) => `SELECT f.ticket_id FROM ticket_referrals f WHERE f.ended_at IS NULL AND f.${column} IN (${marks(ids)})`)
  return { sql: `SELECT r.ticket_id FROM (${slices.join(' UNION ')}) r`, values: parts.flatMap(({ ids }) => ids) }
}

function columnsOf ({ departmentIds, teamIds, agentId }: ReferredSight): Array<{ column: string, ids: number[] }> {
  return [{ column: 'department_id', ids: departmentIds }, { column: 'team_id', ids: [...teamIds] }, { column: 'agent_id', ids: agentId === null ? [] : [agentId] }].filter(({ ids }) => ids.length > 0)
}

const marks = (ids: readonly number[]): string => ids.map(() => '?').join(', ')
