import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { chooseAgent } from '../../routing/choose-agent.js'
import type { Ticket } from '../ticket.entity.js'
import { saveChange } from './save-change.js'

/**
 * Gives a ticket that nobody has to the agent whom the team's or department's strategy names, and keeps
 * the reasons with it. Leaves it in the pool when the strategy is by hand or nobody is at work.
 */
export async function assignByStrategy (ctx: Context, manager: EntityManager, ticket: Ticket): Promise<void> {
  const decision = await chooseAgent(ctx, manager, ticket)
  if (decision.strategy === 'manual') return

  const at = ctx.clock.now()
  ticket.assigneeId = decision.winner?.agentId ?? null
  await saveChange(ctx, manager, ticket, ticket.record('assigned', system, at, {
    agentId: decision.winner?.agentId ?? null, agentName: decision.winner?.name ?? null, automatic: true, strategy: decision.strategy, reasons: decision.reasons
  }))
  if (decision.winner !== null && ticket.state === 'new') await saveChange(ctx, manager, ticket, ticket.apply('take_up', system, at))
}
