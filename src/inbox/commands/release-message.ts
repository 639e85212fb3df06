import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { Refusal } from '../../platform/errors.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { IncomingMessage } from '../incoming-message.entity.js'
import { ledgerPolicy } from '../ledger.policy.js'

/**
 * Lets a message out of quarantine: no brake holds it any more, and what nobody proved becomes a ticket and nothing more.
 *
 * @throws NotFound, Stale
 * @throws Refusal when it is in quarantine no more.
 */
export async function releaseMessage (ctx: Context, id: number, version: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const message = await lockVersion(manager, IncomingMessage, id, version)
    if (!ledgerPolicy.release(message)) throw new Refusal('inbox.ledger.not_now', { status: 409 })
    await manager.update(IncomingMessage, { id }, { state: 'stored', reason: { key: 'inbox.reason.released' }, attempts: 0, lastError: null, processedAt: null, version: version + 1 })
    await enqueue(manager, 'process-message', { incomingId: id }, ctx.clock.now(), { uniqueKey: `process-message:${id}` })
    await recordChange(manager, ctx, { action: 'incoming_message.released', subjectType: 'incoming_message', subjectId: id, subjectName: message.subject ?? '', before: { state: message.state }, after: { state: 'stored' } })
  })
}
