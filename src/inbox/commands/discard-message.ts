import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { Refusal } from '../../platform/errors.js'
import { IncomingMessage } from '../incoming-message.entity.js'
import { ledgerPolicy } from '../ledger.policy.js'

/**
 * Decides that nothing becomes of a message that was set aside or quarantined. It stays in the ledger.
 *
 * @throws NotFound, Stale
 * @throws Refusal when something became of it already.
 */
export async function discardMessage (ctx: Context, id: number, version: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const message = await lockVersion(manager, IncomingMessage, id, version)
    if (!ledgerPolicy.discard(message)) throw new Refusal('inbox.ledger.not_now', { status: 409 })
    await manager.update(IncomingMessage, { id }, { state: 'done', outcome: 'dropped', reason: { key: 'inbox.ledger.why_discarded', values: { name: ctx.actor.name } }, processedAt: ctx.clock.now(), version: version + 1 })
    await recordChange(manager, ctx, { action: 'incoming_message.discarded', subjectType: 'incoming_message', subjectId: id, subjectName: message.subject ?? '', before: { state: message.state }, after: { state: 'done' } })
  })
}
