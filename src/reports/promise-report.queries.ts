import type { AgentActor } from '../platform/actor.js'
import { departmentsWith } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import type { TargetKind } from '../sla/target-kind.js'

/** From the first moment up to, and without, the last. A null leaves that part open. */
export interface ReportScope { from: Date, to: Date, departmentId: number | null, kind: TargetKind | null }

export interface PromiseSum { departmentName: string, policyName: string, kind: TargetKind, kept: number, missed: number }

export interface MissedPromise { id: number, ticketId: number, number: string, subject: string, departmentName: string, assigneeName: string | null, kind: TargetKind, minutes: number, missedAt: number, metAt: number | null }

/** Rows of a page of misses, and of a download. */
export const missesAPage = 50
export const mostMisses = 10_000

/** How many promises were kept and missed, where the actor may see tickets. A promise counts when it is decided: met in time, or found to be missed. */
export async function sumPromises (reader: Reader, actor: AgentActor, scope: ReportScope): Promise<PromiseSum[]> {
  const seen = visible(actor, scope)
  if (seen.length === 0) return []
  const of = (decided: string) => `
    SELECT t.department_id, g.policy_id, g.kind, COUNT(*) AS amount FROM targets g JOIN tickets t ON t.id = g.ticket_id
    WHERE ${decided} AND t.department_id IN (${seen.map(() => '?').join(', ')})${scope.kind === null ? '' : ' AND g.kind = ?'} GROUP BY t.department_id, g.policy_id, g.kind`
  const values = [scope.from.getTime(), scope.to.getTime(), ...seen, ...(scope.kind === null ? [] : [scope.kind])]
  const rows = await reader.query(`
    SELECT d.name AS departmentName, p.name AS policyName, x.kind, SUM(x.kept) AS kept, SUM(x.missed) AS missed FROM (
      SELECT department_id, policy_id, kind, amount AS kept, 0 AS missed FROM (${of('g.met_at >= ? AND g.met_at < ? AND g.breached_at IS NULL')}) k
      UNION ALL
      SELECT department_id, policy_id, kind, 0 AS kept, amount AS missed FROM (${of('g.breached_at >= ? AND g.breached_at < ?')}) m
    ) x JOIN departments d ON d.id = x.department_id JOIN sla_policies p ON p.id = x.policy_id
    GROUP BY d.name, p.name, x.kind ORDER BY d.name, p.name, x.kind`, [...values, ...values]) as PromiseSum[]
  return rows.map(row => ({ ...row, kept: Number(row.kept), missed: Number(row.missed) }))
}

/** Missed promises, the latest first, from behind one onwards. */
export async function listMisses (reader: Reader, actor: AgentActor, scope: ReportScope, { after = null, most = missesAPage + 1 }: { after?: { at: number, id: number } | null, most?: number } = {}): Promise<MissedPromise[]> {
  const seen = visible(actor, scope)
  if (seen.length === 0) return []
  return reader.query(`
    SELECT g.id, t.id AS ticketId, t.number, t.subject, d.name AS departmentName, a.name AS assigneeName, g.kind, g.minutes, g.breached_at AS missedAt, g.met_at AS metAt
    FROM targets g JOIN tickets t ON t.id = g.ticket_id JOIN departments d ON d.id = t.department_id LEFT JOIN agents a ON a.id = t.assignee_id
    WHERE g.breached_at >= ? AND g.breached_at < ? AND t.department_id IN (${seen.map(() => '?').join(', ')})
      ${scope.kind === null ? '' : 'AND g.kind = ?'} ${after === null ? '' : 'AND (g.breached_at < ? OR (g.breached_at = ? AND g.id < ?))'}
    ORDER BY g.breached_at DESC, g.id DESC LIMIT ${most}`,
  [scope.from.getTime(), scope.to.getTime(), ...seen, ...(scope.kind === null ? [] : [scope.kind]), ...(after === null ? [] : [after.at, after.at, after.id])]) as Promise<MissedPromise[]>
}

function visible (actor: AgentActor, { departmentId }: ReportScope): number[] {
  const seen = departmentsWith(actor, 'ticket.read')
  return departmentId === null ? seen : seen.filter(id => id === departmentId)
}
