import { Agent } from '../../accounts/agent.entity.js'
import type { Strategy } from '../../departments/choices.js'
import type { Context } from '../../platform/context.js'
import { Forbidden } from '../../platform/errors.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import { giveByStrategy } from './assign-by-strategy.js'
import { saveChanges } from './save-change.js'

export interface Routing {
  ticketId: number
  /** How to choose; null takes the way of the ticket's topic, team or department. */
  way: Strategy | null
  /** Takes the ticket from whoever has it, who is passed over. Else nothing happens when somebody has it. */
  anew: boolean
}

/**
 * Finds an agent for a ticket, as for a new one. Leaves it to whoever takes it when nobody is free.
 *
 * @throws NotFound, or Forbidden when the actor may not assign in this department.
 */
export async function routeTicket (ctx: Context, { ticketId, way, anew }: Routing): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (!ticketPolicy.assign(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.assign')
    const takenFromId = ticket.assigneeId
    if (takenFromId !== null && !anew) return ticket

    const taken: TicketEvent[] = []
    if (takenFromId !== null) {
      const agentName = (await manager.findOneBy(Agent, { id: takenFromId }))?.name ?? null
      ticket.assigneeId = null
      taken.push(ticket.record('unassigned', ctx.actor, ctx.clock.now(), { cause: 'routed_anew', agentId: takenFromId, agentName }))
    }
    const events = [...taken, ...await giveByStrategy(ctx, manager, ticket, { way, takenFromId })]
    if (events.length > 0) await saveChanges(ctx, manager, ticket, events)
    return ticket
  })
}
