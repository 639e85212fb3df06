import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { NotFound, Refusal } from '../../platform/errors.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { IncomingMessage } from '../incoming-message.entity.js'
import { ledgerPolicy } from '../ledger.policy.js'

/**
 * Reads and decides a message anew, as if it had just come. What became part of a ticket is never made twice.
 *
 * @throws NotFound
 * @throws Refusal when it is under way or became part of a ticket.
 */
export async function runAgain (ctx: Context, id: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const message = await lockOne(manager, IncomingMessage, { id })
    if (message === null) throw new NotFound()
    if (!ledgerPolicy.runAgain(message)) throw new Refusal('inbox.ledger.not_now', { status: 409 })

    await manager.update(IncomingMessage, { id }, { state: 'stored', outcome: null, reason: null, attempts: 0, lastError: null, processedAt: null, version: message.version + 1 })
    await enqueue(manager, 'process-message', { incomingId: id }, ctx.clock.now(), { uniqueKey: `process-message:${id}` })
    await recordChange(manager, ctx, { action: 'incoming_message.run_again', subjectType: 'incoming_message', subjectId: id, subjectName: message.subject ?? '', before: { state: message.state }, after: { state: 'stored' } })
  })
}
