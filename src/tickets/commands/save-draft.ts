import type { EntityManager } from 'typeorm'
import type { Actor } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { Forbidden } from '../../platform/errors.js'
import { Draft } from '../draft.entity.js'
import { listReferredTo } from '../referral.queries.js'
import { ticketPolicy } from '../ticket.policy.js'
import { findTicket } from '../ticket.queries.js'
import { longestText } from './write-entry.js'

/** Keeps what an agent has typed so far; an empty text forgets it. @throws NotFound, Forbidden */
export async function saveDraft (ctx: Context, { ticketId, kind, text, version }: { ticketId: number, kind: 'reply' | 'note', text: string, version: number }): Promise<Date> {
  const { actor, clock } = ctx
  if (actor.party !== 'agent') throw new Forbidden()

  return ctx.db.transaction(async manager => {
    const ticket = await findTicket(manager, actor, ticketId)
    if (!ticketPolicy.reply(actor, ticket) && !ticketPolicy.note(actor, ticket, await listReferredTo(manager, actor, ticketId))) throw new Forbidden('tickets.may_not.reply')

    const savedAt = clock.now()
    if (text.trim() === '') await forgetDraft(manager, actor, ticketId)
    else await manager.upsert(Draft, { agentId: actor.id, ticketId, kind, text: text.slice(0, longestText), ticketVersion: version, savedAt }, ['agentId', 'ticketId'])
    return savedAt
  })
}

export async function forgetDraft (manager: EntityManager, actor: Actor, ticketId: number): Promise<void> {
  if (actor.party === 'agent') await manager.delete(Draft, { agentId: actor.id, ticketId })
}
