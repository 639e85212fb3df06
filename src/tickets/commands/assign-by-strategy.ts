import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { chooseAgent, type PassedOver } from '../../routing/choose-agent.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { saveChanges } from './save-change.js'

/**
 * Gives a ticket that nobody has to the agent whom the team's or department's strategy names, and keeps
 * the reasons with it. Leaves it in the pool when the strategy is by hand or nobody is at work.
 */
export async function assignByStrategy (ctx: Context, manager: EntityManager, ticket: Ticket): Promise<void> {
  const events = await giveByStrategy(ctx, manager, ticket)
  if (events.length > 0) await saveChanges(ctx, manager, ticket, events)
}

/** The same for a caller that saves: returns the lines of history that this adds. */
export async function giveByStrategy (ctx: Context, manager: EntityManager, ticket: Ticket, passOver: PassedOver = {}): Promise<TicketEvent[]> {
  const { strategy, winner, reasons } = await chooseAgent(ctx, manager, ticket, passOver)
  if (strategy === 'manual') return []

  const at = ctx.clock.now()
  ticket.assigneeId = winner?.agentId ?? null
  const assigned = ticket.record('assigned', system, at, { agentId: winner?.agentId ?? null, agentName: winner?.name ?? null, automatic: true, strategy, reasons })
  return winner !== null && ticket.state === 'new' ? [assigned, ticket.apply('take_up', system, at)] : [assigned]
}
