import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields } from '../../platform/errors.js'
import { TicketTag } from '../ticket-tag.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import { saveChange } from './save-change.js'

const mostTags = 20

/** Gives a ticket exactly these tags, typed as words between commas or spaces. @throws Forbidden, InvalidFields */
export async function tagTicket (ctx: Context, { ticketId, tags }: { ticketId: number, tags: string }): Promise<Ticket> {
  const wanted = new Set(readTags(tags))
  if (wanted.size > mostTags) throw new InvalidFields({ tags: { key: 'tickets.tags.too_many', values: { limit: mostTags } } })

  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (!ticketPolicy.edit(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.edit')

    const present = new Set((await manager.findBy(TicketTag, { ticketId })).map(({ tag }) => tag))
    const added = [...wanted].filter(tag => !present.has(tag))
    const removed = [...present].filter(tag => !wanted.has(tag))
    if (added.length + removed.length === 0) return ticket

    for (const tag of added) await manager.insert(TicketTag, { ticketId, tag })
    for (const tag of removed) await manager.delete(TicketTag, { ticketId, tag })
    await saveChange(ctx, manager, ticket, ticket.record('tags_changed', ctx.actor, ctx.clock.now(), { added, removed }))
    return ticket
  })
}

/** Lower case, letters, digits and hyphens, at most 40 characters each. */
export function readTags (text: string): string[] {
  return text.toLowerCase().normalize('NFC').split(/[\s,;]+/).map(tag => tag.replace(/[^\p{L}\p{N}-]/gu, '').slice(0, 40)).filter(tag => tag !== '')
}
