import type { Context } from '../../platform/context.js'
import { Forbidden, Refusal } from '../../platform/errors.js'
import { cleanText, longestText } from '../../tickets/commands/write-entry.js'
import { saveChange } from '../../tickets/commands/save-change.js'
import { lockTicket } from '../../tickets/ticket.queries.js'
import { Rating, type Score } from '../rating.entity.js'

/**
 * Keeps how the requester says it went. Once for each ticket; a low score reaches the department's lead
 * with the event.
 *
 * @throws NotFound, Forbidden for participants, Refusal when the ticket is not closed or was rated already.
 */
export async function rateTicket (ctx: Context, { ticketId, score, comment }: { ticketId: number, score: Score, comment: string }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (ctx.actor.party !== 'requester' || ticket.requesterId !== ctx.actor.id) throw new Forbidden()
    if (ticket.state !== 'closed') throw new Refusal('portal.feedback.not_yet', { status: 409 })
    const known = await manager.findOneBy(Rating, { ticketId })
    if (known !== null) return

    const now = ctx.clock.now()
    const words = cleanText(comment).slice(0, longestText)
    await manager.insert(Rating, { ticketId, score, comment: words, ratedAt: now })
    ticket.followsUpAt = null
    await saveChange(ctx, manager, ticket, ticket.record('rated', ctx.actor, now, { score, comment: words.slice(0, 500) }))
  })
}
