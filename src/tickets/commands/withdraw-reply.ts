import { lockOne } from '../../platform/database/lock.js'
import type { Context } from '../../platform/context.js'
import { NotFound, Refusal } from '../../platform/errors.js'
import { Draft } from '../draft.entity.js'
import { ThreadEntry } from '../thread-entry.entity.js'
import { lockTicket } from '../ticket.queries.js'
import { saveChange } from './save-change.js'

/**
 * Takes back a reply that has not left yet: nobody outside ever sees it, and its text is the agent's draft
 * again. A move that came with it is undone by the table's own way back to open.
 *
 * @throws NotFound when there is no such reply of this agent.
 * @throws Refusal when it has left already.
 */
export async function withdrawReply (ctx: Context, { ticketId, entryId }: { ticketId: number, entryId: number }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    const entry = await lockOne(manager, ThreadEntry, { id: entryId, ticketId, kind: 'reply' })
    if (entry === null || ctx.actor.party !== 'agent' || entry.agentId !== ctx.actor.id) throw new NotFound()

    const now = ctx.clock.now()
    if (entry.withdrawnAt !== null) return
    if (entry.leavesAt === null || entry.leavesAt <= now) throw new Refusal('tickets.undo.too_late', { status: 409 })

    await manager.update(ThreadEntry, { id: entry.id }, { withdrawnAt: now })
    await manager.upsert(Draft, { agentId: ctx.actor.id, ticketId, kind: 'reply', text: entry.text, ticketVersion: ticket.version, savedAt: now }, ['agentId', 'ticketId'])
    await saveChange(ctx, manager, ticket, ticket.record('reply_withdrawn', ctx.actor, now, { entryId }))
    if (ticket.state === 'waiting') await saveChange(ctx, manager, ticket, ticket.apply('resume', ctx.actor, now, { details: { cause: 'agent' } }))
    if (ticket.state === 'resolved') await saveChange(ctx, manager, ticket, ticket.apply('reopen', ctx.actor, now, { details: { cause: 'undo' } }))
  })
}
