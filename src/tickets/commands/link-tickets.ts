import { In, type EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields, NotFound } from '../../platform/errors.js'
import { TicketLink } from '../ticket-link.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { findTicketByNumber, lockTicket } from '../ticket.queries.js'
import { saveChange } from './save-change.js'

/** What a ticket is to the other: no more than related, to be solved before it, or after it. */
export const linkWays = ['related', 'waits_for', 'blocks'] as const
export interface NewLink { ticketId: number, number: string, as?: typeof linkWays[number] }

type Link = Pick<TicketLink, 'fromId' | 'toId' | 'kind'>

/**
 * Lets two tickets know each other; both say so in their history. Twice is once, and another way takes the place of the first.
 *
 * @throws InvalidFields when there is no such other ticket that the actor may see, or tickets would wait for each other in a circle.
 * @throws NotFound, Forbidden
 */
export async function linkTickets (ctx: Context, { ticketId, number, as = 'related' }: NewLink): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const otherId = await findOther(ctx, manager, number)
    if (otherId === ticketId) throw new InvalidFields({ number: { key: 'tickets.link.bad_target' } })
    const [ticket, other] = await lockBoth(ctx, manager, ticketId, otherId)
    const wanted = linkOf(ticketId, otherId, as)
    const present = await findLink(manager, ticketId, otherId)
    if (present !== null && (isSame(present, wanted) || (present.kind === 'continues' && as === 'related'))) return ticket
    if (present?.kind === 'continues') throw new InvalidFields({ number: { key: 'tickets.link.continues' } })

    if (present !== null) await manager.delete(TicketLink, { fromId: present.fromId, toId: present.toId })
    if (wanted.kind === 'blocks' && await leadsTo(manager, wanted.toId, wanted.fromId)) throw new InvalidFields({ number: { key: 'tickets.link.circle' } })
    await manager.insert(TicketLink, wanted)
    await recordOnBoth(ctx, manager, ticket, other, 'linked', wanted)
    return ticket
  })
}

/** Lets two tickets forget each other. What one continues of the other stays. @throws NotFound, Forbidden */
export async function unlinkTickets (ctx: Context, { ticketId, otherId }: { ticketId: number, otherId: number }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const [ticket, other] = await lockBoth(ctx, manager, ticketId, otherId)
    const link = await findLink(manager, ticketId, otherId)
    if (link === null) return ticket
    if (link.kind === 'continues') throw new NotFound()

    await manager.delete(TicketLink, { fromId: link.fromId, toId: link.toId })
    await recordOnBoth(ctx, manager, ticket, other, 'unlinked', link)
    return ticket
  })
}

function linkOf (ticketId: number, otherId: number, as: NewLink['as']): Link {
  if (as === 'waits_for') return { fromId: otherId, toId: ticketId, kind: 'blocks' }
  return { fromId: ticketId, toId: otherId, kind: as === 'blocks' ? 'blocks' : 'related' }
}

const isSame = (one: Link, other: Link): boolean => one.kind === other.kind && (one.kind === 'related' || one.fromId === other.fromId)

/** Whether a ticket has to be solved before another, by itself or over others. */
async function leadsTo (manager: EntityManager, fromId: number, toId: number): Promise<boolean> {
  const known = new Set([fromId])
  for (let latest = [fromId]; latest.length > 0;) {
    const next = (await manager.findBy(TicketLink, { fromId: In(latest), kind: 'blocks' })).map(link => link.toId).filter(id => !known.has(id))
    if (next.includes(toId)) return true
    for (const id of next) known.add(id)
    latest = next
  }
  return false
}

/** In the order of their ids, so that two agents who link them both ways do not wait for each other. */
async function lockBoth (ctx: Context, manager: EntityManager, ticketId: number, otherId: number): Promise<[ticket: Ticket, other: Ticket]> {
  const first = await lockTicket(manager, ctx.actor, Math.min(ticketId, otherId))
  const second = await lockTicket(manager, ctx.actor, Math.max(ticketId, otherId))
  const [ticket, other] = first.id === ticketId ? [first, second] : [second, first]
  if (!ticketPolicy.edit(ctx.actor, ticket) || !ticketPolicy.read(ctx.actor, other)) throw new Forbidden('tickets.may_not.edit')
  return [ticket, other]
}

const findLink = async (manager: EntityManager, one: number, other: number): Promise<TicketLink | null> =>
  manager.findOne(TicketLink, { where: [{ fromId: one, toId: other }, { fromId: other, toId: one }] })

async function recordOnBoth (ctx: Context, manager: EntityManager, ticket: Ticket, other: Ticket, name: 'linked' | 'unlinked', { kind, fromId }: Link): Promise<void> {
  const now = ctx.clock.now()
  const detailsFor = (own: Ticket, that: Ticket) => ({ kind, ...(kind === 'blocks' && { blocks: fromId === own.id }), otherId: that.id, otherNumber: that.number })
  await saveChange(ctx, manager, ticket, ticket.record(name, ctx.actor, now, detailsFor(ticket, other)))
  await saveChange(ctx, manager, other, other.record(name, ctx.actor, now, detailsFor(other, ticket)))
}

async function findOther (ctx: Context, manager: EntityManager, number: string): Promise<number> {
  try {
    return (await findTicketByNumber(manager, ctx.actor, number.trim().replace(/^#/, ''))).id
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    throw new InvalidFields({ number: { key: 'tickets.link.bad_target' } })
  }
}
