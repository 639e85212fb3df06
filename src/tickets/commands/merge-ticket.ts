import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { InvalidFields } from '../../platform/errors.js'
import { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import type { TicketState } from '../ticket.lifecycle.js'
import { ticketPolicy } from '../ticket.policy.js'
import { findTicketByNumber, lockTicket } from '../ticket.queries.js'
import { bringTasksBack, carryTasks } from '../tasks/commands/carry-tasks.js'
import { lockForMove } from './move-ticket.js'
import { saveChange } from './save-change.js'

/**
 * Folds a ticket into another, where the conversation goes on. The thread stays where it was written, so
 * that the merge can be undone; tasks go along, so that none is forgotten.
 *
 * @throws InvalidFields when the target is unknown, the ticket itself, or merged or binned already.
 */
export async function mergeTicket (ctx: Context, { ticketId, intoNumber }: { ticketId: number, intoNumber: string }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const target = await findTarget(ctx, manager, intoNumber)
    const ticket = await lockForMove(ctx, manager, ticketId, 'merge')
    if (target.id === ticket.id || ['merged', 'trashed'].includes(target.state)) throw new InvalidFields({ number: { key: 'tickets.merge.bad_target' } })

    const now = ctx.clock.now()
    const event = ticket.apply('merge', ctx.actor, now, { details: { intoId: target.id, intoNumber: target.number } })
    ticket.mergedIntoId = target.id
    await saveChange(ctx, manager, ticket, event)

    const held = await lockTicket(manager, ctx.actor, target.id)
    await carryTasks(manager, ticket.id, held.id)
    await saveChange(ctx, manager, held, held.record('linked', ctx.actor, now, { kind: 'merged', otherId: ticket.id, otherNumber: ticket.number }))
    return ticket
  })
}

/** Takes a ticket out of the one it was merged into, back to where it was. @throws IllegalMove, Forbidden */
export async function unmergeTicket (ctx: Context, { ticketId }: { ticketId: number }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockForMove(ctx, manager, ticketId, 'unmerge')
    const event = ticket.apply('unmerge', ctx.actor, ctx.clock.now(), { to: await stateBeforeMerge(manager, ticket) })
    const intoId = ticket.mergedIntoId
    ticket.mergedIntoId = null
    await saveChange(ctx, manager, ticket, event)
    if (intoId !== null) await bringTasksBack(manager, ticket.id, intoId)
    return ticket
  })
}

/** A ticket that is only referred to the agent takes no other in. */
async function findTarget (ctx: Context, manager: EntityManager, number: string): Promise<Ticket> {
  const target = await findTicketByNumber(manager, ctx.actor, number.trim().replace(/^#/, '')).catch(() => null)
  if (target !== null && ticketPolicy.read(ctx.actor, target)) return target
  throw new InvalidFields({ number: { key: 'tickets.merge.bad_target' } })
}

async function stateBeforeMerge (manager: EntityManager, ticket: Ticket): Promise<TicketState> {
  const event = await manager.findOneOrFail(TicketEvent, { where: { ticketId: ticket.id, name: 'merge' }, order: { id: 'DESC' } })
  return event.fromState
}
