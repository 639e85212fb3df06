import type { EntityManager } from 'typeorm'
import type { Context } from '../../../platform/context.js'
import { Forbidden } from '../../../platform/errors.js'
import type { Ticket } from '../../ticket.entity.js'
import { ticketPolicy } from '../../ticket.policy.js'
import { lockTicket } from '../../ticket.queries.js'

/** A ticket whose tasks the actor may change, held until the transaction ends. @throws NotFound, Forbidden */
export async function lockForTasks (ctx: Context, manager: EntityManager, ticketId: number): Promise<Ticket> {
  const ticket = await lockTicket(manager, ctx.actor, ticketId)
  if (!ticketPolicy.edit(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.edit')
  return ticket
}
