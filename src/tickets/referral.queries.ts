import { departmentsWith, type Actor, type AgentActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'

/** The departments to which a ticket is referred now. None for anybody but agents: only they see by a referral. */
export async function listReferredTo (reader: Pick<Reader, 'query'>, actor: Actor, ticketId: number): Promise<number[]> {
  if (actor.party !== 'agent') return []
  const rows = await reader.query('SELECT department_id AS id FROM ticket_referrals WHERE ticket_id = ? AND ended_at IS NULL', [ticketId]) as Array<{ id: number }>
  return rows.map(({ id }) => id)
}

export interface ReferralRow { departmentId: number, departmentName: string, reason: string, byName: string, createdAt: number }

/** The referrals of a ticket that hold now, oldest first. The caller checks that the actor may see the ticket. */
export async function listReferrals (reader: Reader, ticketId: number): Promise<ReferralRow[]> {
  const rows = await reader.query(
    `SELECT f.department_id AS departmentId, d.name AS departmentName, f.reason, f.by_name AS byName, f.created_at AS createdAt
     FROM ticket_referrals f JOIN departments d ON d.id = f.department_id WHERE f.ticket_id = ? AND f.ended_at IS NULL ORDER BY f.id`, [ticketId]
  ) as ReferralRow[]
  return rows.map(row => ({ ...row, createdAt: Number(row.createdAt) }))
}

/** A condition on `t`, a ticket, that holds for what an agent may see: that of his or her departments, and what is referred to them. */
export function seenBy (actor: AgentActor): { sql: string, values: number[] } {
  const departments = departmentsWith(actor, 'ticket.read')
  if (departments.length === 0) return { sql: '1 = 0', values: [] }
  const marks = departments.map(() => '?').join(', ')
  return {
    sql: `(t.department_id IN (${marks}) OR EXISTS (SELECT 1 FROM ticket_referrals f WHERE f.ticket_id = t.id AND f.ended_at IS NULL AND f.department_id IN (${marks})))`,
    values: [...departments, ...departments]
  }
}
