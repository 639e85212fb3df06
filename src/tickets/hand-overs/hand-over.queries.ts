import type { Strategy } from '../../departments/choices.js'
import type { Permission } from '../../platform/actor.js'
import type { Reader } from '../../platform/database/database.js'
import type { HandOverScope } from '../../accounts/hand-over-plan.entity.js'
import type { HandOver, HandOverOutcome, HandOverState } from './hand-over.entity.js'

type Queries = Pick<Reader, 'query'>

/** A department in which an agent has open tickets, and who may take them there. */
export interface OpenShare { departmentId: number, name: string, strategy: Strategy, tickets: number, takers: Array<{ id: number, name: string }> }

/** The open tickets of an agent by department, in which those who may answer there could take over. */
export async function listOpenShares (reader: Queries, agentId: number): Promise<OpenShare[]> {
  const shares = await reader.query(
    `SELECT d.id AS departmentId, d.name, d.strategy, COUNT(*) AS tickets FROM tickets t JOIN departments d ON d.id = t.department_id
     WHERE t.assignee_id = ? AND t.state IN ('new', 'open', 'waiting', 'on_hold') GROUP BY d.id, d.name, d.strategy ORDER BY d.name`, [agentId]
  ) as Array<Omit<OpenShare, 'takers'>>
  const takers = await listTakers(reader)
  return shares.map(share => ({ ...share, tickets: Number(share.tickets), takers: takers.filter(({ id, departmentId }) => id !== agentId && departmentId === share.departmentId).map(({ id, name }) => ({ id, name })) }))
}

interface Taker { id: number, name: string, departmentId: number }

async function listTakers (reader: Queries): Promise<Taker[]> {
  const rows = await reader.query(
    `SELECT a.id, a.name, m.department_id AS departmentId, r.permissions FROM agents a JOIN memberships m ON m.agent_id = a.id JOIN roles r ON r.id = m.role_id
     WHERE a.is_active = 1 ORDER BY a.name, a.id`
  ) as Array<Taker & { permissions: string }>
  return rows.filter(({ permissions }) => (JSON.parse(permissions) as Permission[]).includes('ticket.reply'))
}

/** A condition on `t`, an open ticket of an agent, that holds for what a hand-over is about. */
export const withinScope = (scope: HandOverScope): string => scope === 'all' ? '1 = 1' :
  'NOT EXISTS (SELECT 1 FROM memberships m JOIN agents o ON o.id = m.agent_id AND o.is_active = 1 WHERE m.agent_id = t.assignee_id AND m.department_id = t.department_id)'

/** How many open tickets a hand-over would pass on. */
export async function countHandedOver (reader: Queries, { agentId, scope }: Pick<HandOver, 'agentId' | 'scope'>): Promise<number> {
  const [row] = await reader.query(`SELECT COUNT(*) AS count FROM tickets t WHERE t.assignee_id = ? AND t.state IN ('new', 'open', 'waiting', 'on_hold') AND ${withinScope(scope)}`, [agentId]) as Array<{ count: number }>
  return Number(row?.count ?? 0)
}

/** Whether an agent may answer tickets of a department now. */
export async function mayTake (reader: Queries, agentId: number, departmentId: number): Promise<boolean> {
  const rows = await reader.query(
    'SELECT r.permissions FROM memberships m JOIN agents a ON a.id = m.agent_id AND a.is_active = 1 JOIN roles r ON r.id = m.role_id WHERE m.agent_id = ? AND m.department_id = ?', [agentId, departmentId]
  ) as Array<{ permissions: string }>
  return rows.some(({ permissions }) => (JSON.parse(permissions) as Permission[]).includes('ticket.reply'))
}

export interface HandOverLine {
  id: number, agentId: number, toName: string | null, byName: string, planId: number | null, state: HandOverState, returned: number, createdAt: number
  counts: Partial<Record<HandOverOutcome, number>>
  /** Tickets that stayed with the agent, the first twenty. */
  skipped: string[]
}

/** The latest hand-overs of an agent with what became of the tickets, newest first. */
export async function listHandOvers (reader: Queries, agentId: number): Promise<HandOverLine[]> {
  const rows = await reader.query(
    `SELECT h.id, h.agent_id AS agentId, a.name AS toName, h.by_name AS byName, h.plan_id AS planId, h.state, h.returned, h.created_at AS createdAt
     FROM hand_overs h LEFT JOIN agents a ON a.id = h.to_agent_id WHERE h.agent_id = ? ORDER BY h.id DESC LIMIT 5`, [agentId]
  ) as Array<Omit<HandOverLine, 'counts' | 'skipped'>>

  const lines: HandOverLine[] = []
  for (const row of rows) {
    const counts = await reader.query('SELECT outcome, COUNT(*) AS tickets FROM hand_over_tickets WHERE hand_over_id = ? GROUP BY outcome', [row.id]) as Array<{ outcome: HandOverOutcome, tickets: number }>
    const skipped = await reader.query("SELECT t.number FROM hand_over_tickets h JOIN tickets t ON t.id = h.ticket_id WHERE h.hand_over_id = ? AND h.outcome = 'not_here' ORDER BY t.id LIMIT 20", [row.id]) as Array<{ number: string }>
    lines.push({ ...row, createdAt: Number(row.createdAt), counts: Object.fromEntries(counts.map(({ outcome, tickets }) => [outcome, Number(tickets)])), skipped: skipped.map(({ number }) => number) })
  }
  return lines
}
