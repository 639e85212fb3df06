import type { EntityManager } from 'typeorm'

type Queries = Pick<EntityManager, 'query'>

export interface NamedAgent { agentId: number, name: string }

/** So many of a requester's latest tickets are looked through, and so many of those here for whoever answered. */
const looksBack = { requests: 100, here: 10 }

/** The agent who last answered one of a requester's latest tickets in a department; null when nobody did. */
export async function findLastAgent (manager: Queries, requesterId: number, departmentId: number): Promise<NamedAgent | null> {
  const tickets = await manager.query(
    `SELECT latest.id FROM (SELECT t.id, t.department_id, t.active_at FROM tickets t WHERE t.requester_id = ? ORDER BY t.active_at DESC LIMIT ${looksBack.requests}) latest
     WHERE latest.department_id = ? ORDER BY latest.active_at DESC LIMIT ${looksBack.here}`,
    [requesterId, departmentId]
  ) as Array<{ id: number }>

  const answers = await lastAnswers(manager, tickets.map(({ id }) => id))
  return answers.toSorted((a, b) => b.id - a.id)[0] ?? null
}

/** The last answer by an agent on each ticket. */
async function lastAnswers (manager: Queries, ticketIds: readonly number[]): Promise<Array<{ id: number, agentId: number, name: string }>> {
  if (ticketIds.length === 0) return []
  return manager.query(
    `SELECT e.id, e.agent_id AS agentId, a.name FROM thread_entries e JOIN agents a ON a.id = e.agent_id
     WHERE e.id IN (SELECT MAX(l.id) FROM thread_entries l WHERE l.ticket_id IN (${ticketIds.map(() => '?').join(', ')}) AND l.kind = 'reply' AND l.agent_id IS NOT NULL AND l.withdrawn_at IS NULL GROUP BY l.ticket_id)`,
    [...ticketIds]
  ) as Promise<Array<{ id: number, agentId: number, name: string }>>
}

/** An agent who is asked by name, also one who has left. Null for one that is gone. */
export async function findNamedAgent (manager: Queries, agentId: number): Promise<NamedAgent | null> {
  const [agent] = await manager.query('SELECT id AS agentId, name FROM agents WHERE id = ?', [agentId]) as NamedAgent[]
  return agent ?? null
}

/** A department's manager; null when it has none. */
export async function findManager (manager: Queries, departmentId: number): Promise<NamedAgent | null> {
  const [agent] = await manager.query('SELECT a.id AS agentId, a.name FROM departments d JOIN agents a ON a.id = d.manager_id WHERE d.id = ?', [departmentId]) as NamedAgent[]
  return agent ?? null
}
