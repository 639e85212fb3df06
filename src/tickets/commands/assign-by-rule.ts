import type { EntityManager } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import { Membership } from '../../accounts/membership.entity.js'
import { system } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import type { Ticket } from '../ticket.entity.js'
import { saveChange } from './save-change.js'

/** Gives a new ticket to the agent whom a rule names. False when that agent is gone or does not work in its department. */
export async function assignByRule (ctx: Context, manager: EntityManager, ticket: Ticket, agentId: number, rules: string[]): Promise<boolean> {
  const agent = await manager.findOneBy(Agent, { id: agentId, isActive: true })
  if (agent === null || !await manager.existsBy(Membership, { agentId, departmentId: ticket.departmentId })) return false

  const at = ctx.clock.now()
  ticket.assigneeId = agentId
  await saveChange(ctx, manager, ticket, ticket.record('assigned', system, at, { agentId, agentName: agent.name, automatic: true, rules }))
  if (ticket.state === 'new') await saveChange(ctx, manager, ticket, ticket.apply('take_up', system, at))
  return true
}
