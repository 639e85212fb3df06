import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { holdAssignable } from './hold-assignable.js'

/** Gives a new ticket to the agent whom a rule names, for a caller that saves. Null when that agent is gone or does not work in its department. */
export async function giveByRule (ctx: Context, manager: EntityManager, ticket: Ticket, agentId: number, rules: string[]): Promise<TicketEvent[] | null> {
  const agent = await holdAssignable(manager, agentId, ticket.departmentId)
  if (agent === null) return null

  const at = ctx.clock.now()
  ticket.assigneeId = agentId
  const assigned = ticket.record('assigned', system, at, { agentId, agentName: agent.name, automatic: true, rules })
  return ticket.state === 'new' ? [assigned, ticket.apply('take_up', system, at)] : [assigned]
}
