import type { EntityManager } from 'typeorm'

/**
 * Notes that something changed that routing asks about agents: what they know, where they work, when they are
 * away. Whoever chose one of them by what was so before looks again. To be called before the change is made:
 * the agents' rows are held first and until the caller's transaction ends, so that a choice that comes first is
 * waited for.
 */
export async function countRoutingChange (manager: EntityManager, agentIds: readonly number[]): Promise<void> {
  for (const id of [...new Set(agentIds)].toSorted((a, b) => a - b)) await manager.query('UPDATE agents SET routing_version = routing_version + 1 WHERE id = ?', [id])
}
