import type { EntityManager } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import { Membership } from '../../accounts/membership.entity.js'
import { holdOne } from '../../platform/database/lock.js'

/**
 * An agent in use who works in a department, held until the caller's transaction ends; null for any other. Who is
 * switched off or leaves the department at this moment either is not found, or has the ticket first.
 */
export async function holdAssignable (manager: EntityManager, agentId: number, departmentId: number): Promise<Agent | null> {
  const agent = await holdOne(manager, Agent, { id: agentId, isActive: true })
  return agent !== null && await manager.existsBy(Membership, { agentId, departmentId }) ? agent : null
}
