import { recordChange } from '../../audit/commands/record-change.js'
import { joinTransaction, type Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { Refusal } from '../../platform/errors.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { mergeTicket } from '../../tickets/commands/merge-ticket.js'
import { findMoveTarget, moveEntry } from '../../tickets/commands/move-entry.js'
import { IncomingMessage } from '../incoming-message.entity.js'
import { ledgerPolicy } from '../ledger.policy.js'

/**
 * Puts a message into the ticket where it belongs. The ticket that it began is merged into that one, an entry goes over
 * to it, and what became nothing yet is read anew and added there.
 *
 * @throws NotFound, Stale, Forbidden
 * @throws InvalidFields when the ticket is unknown, the same, merged or binned.
 * @throws Refusal when nothing of the kind can be done with it.
 */
export async function moveMessage (ctx: Context, id: number, { number, version }: { number: string, version: number }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const message = await lockVersion(manager, IncomingMessage, id, version)
    if (!ledgerPolicy.move(message)) throw new Refusal('inbox.ledger.not_now', { status: 409 })
    const target = await findMoveTarget(ctx, manager, number, message.ticketId)
    const acting = joinTransaction(ctx, manager)
    const reason = { key: 'inbox.reason.moved' as const, values: { number: target.number, name: ctx.actor.name, ticketId: target.id } }

    if (message.outcome === 'ticket') {
      await mergeTicket(acting, { ticketId: message.ticketId!, intoNumber: target.number })
      await manager.update(IncomingMessage, { id }, { reason, version: version + 1 })
    } else if (message.outcome === 'message' && message.entryId !== null) {
      await moveEntry(acting, { entryId: message.entryId, intoNumber: target.number })
      await manager.update(IncomingMessage, { id }, { ticketId: target.id, reason, version: version + 1 })
    } else {
      await manager.update(IncomingMessage, { id }, { state: 'stored', outcome: null, reason, attempts: 0, lastError: null, processedAt: null, version: version + 1 })
      await enqueue(manager, 'process-message', { incomingId: id }, ctx.clock.now(), { uniqueKey: `process-message:${id}` })
    }
    await recordChange(manager, ctx, { action: 'incoming_message.moved', subjectType: 'incoming_message', subjectId: id, subjectName: message.subject ?? '', before: { ticket: message.ticketId }, after: { ticket: target.number } })
  })
}
