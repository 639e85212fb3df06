import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields, NotFound } from '../../platform/errors.js'
import { TicketLink } from '../ticket-link.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { findTicketByNumber, lockTicket } from '../ticket.queries.js'
import { saveChange } from './save-change.js'

/**
 * Lets two tickets know each other; both say so in their history. Twice is once.
 *
 * @throws InvalidFields when there is no such other ticket that the actor may see.
 * @throws NotFound, Forbidden
 */
export async function linkTickets (ctx: Context, { ticketId, number }: { ticketId: number, number: string }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const otherId = await findOther(ctx, manager, number)
    if (otherId === ticketId) throw new InvalidFields({ number: { key: 'tickets.link.bad_target' } })
    const [ticket, other] = await lockBoth(ctx, manager, ticketId, otherId)
    if (await findLink(manager, ticketId, otherId) !== null) return ticket

    await manager.insert(TicketLink, { fromId: ticketId, toId: otherId, kind: 'related' })
    await recordOnBoth(ctx, manager, ticket, other, 'linked')
    return ticket
  })
}

/** Lets two tickets forget each other. What one continues of the other stays. @throws NotFound, Forbidden */
export async function unlinkTickets (ctx: Context, { ticketId, otherId }: { ticketId: number, otherId: number }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const [ticket, other] = await lockBoth(ctx, manager, ticketId, otherId)
    const link = await findLink(manager, ticketId, otherId)
    if (link === null) return ticket
    if (link.kind !== 'related') throw new NotFound()

    await manager.delete(TicketLink, { fromId: link.fromId, toId: link.toId })
    await recordOnBoth(ctx, manager, ticket, other, 'unlinked')
    return ticket
  })
}

/** In the order of their ids, so that two agents who link them both ways do not wait for each other. */
async function lockBoth (ctx: Context, manager: EntityManager, ticketId: number, otherId: number): Promise<[ticket: Ticket, other: Ticket]> {
  const first = await lockTicket(manager, ctx.actor, Math.min(ticketId, otherId))
  const second = await lockTicket(manager, ctx.actor, Math.max(ticketId, otherId))
  const [ticket, other] = first.id === ticketId ? [first, second] : [second, first]
  if (!ticketPolicy.edit(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.edit')
  return [ticket, other]
}

const findLink = async (manager: EntityManager, one: number, other: number): Promise<TicketLink | null> =>
  manager.findOne(TicketLink, { where: [{ fromId: one, toId: other }, { fromId: other, toId: one }] })

async function recordOnBoth (ctx: Context, manager: EntityManager, ticket: Ticket, other: Ticket, name: 'linked' | 'unlinked'): Promise<void> {
  const now = ctx.clock.now()
  await saveChange(ctx, manager, ticket, ticket.record(name, ctx.actor, now, { kind: 'related', otherId: other.id, otherNumber: other.number }))
  await saveChange(ctx, manager, other, other.record(name, ctx.actor, now, { kind: 'related', otherId: ticket.id, otherNumber: ticket.number }))
}

async function findOther (ctx: Context, manager: EntityManager, number: string): Promise<number> {
  try {
    return (await findTicketByNumber(manager, ctx.actor, number.trim().replace(/^#/, ''))).id
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    throw new InvalidFields({ number: { key: 'tickets.link.bad_target' } })
  }
}
