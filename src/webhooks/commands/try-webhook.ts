import { LessThan } from 'typeorm'
import { after, minute } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { NotFound, Refusal } from '../../platform/errors.js'
import { Delivery } from '../delivery.entity.js'
import { testType } from '../webhook-types.js'
import { Webhook } from '../webhook.entity.js'
import { addDelivery } from './queue-deliveries.js'
import { sendDelivery } from './send-delivery.js'

/** Long enough that no sender takes it as well. */
const untilTaken = minute

/** Sends a message that says nothing, at once and also when the webhook is switched off, and returns its id. @throws NotFound */
export async function tryWebhook (ctx: Context, id: number, write: (type: string, name: string, now: Date) => string): Promise<number> {
  const now = ctx.clock.now()
  const delivery = await ctx.db.transaction(async manager => {
    const webhook = await lockOne(manager, Webhook, { id })
    if (webhook === null) throw new NotFound()
    return addDelivery(manager, webhook, { eventId: null, ticketId: null, type: testType, body: write(testType, webhook.name, now) }, now, { tryAt: after(now, untilTaken) })
  })
  await sendDelivery(ctx, delivery.id)
  return delivery.id
}

/**
 * Sends a message once more at once, the same under the same id; failing, it has its three days anew. What happened
 * earlier to the same ticket comes first: as long as that waits, this cannot be sent before it.
 *
 * @throws NotFound
 * @throws Refusal while an earlier message about the ticket waits.
 */
export async function sendAgain (ctx: Context, webhookId: number, id: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    await lockOne(manager, Webhook, { id: webhookId })
    const delivery = await manager.findOneBy(Delivery, { id, webhookId })
    if (delivery === null) throw new NotFound()
    if (delivery.state === 'waiting' && delivery.ticketId !== null && await manager.existsBy(Delivery, { webhookId, ticketId: delivery.ticketId, state: 'waiting', id: LessThan(id) })) throw new Refusal('webhooks.messages.behind', { status: 409 })
    await manager.update(Delivery, { id }, { state: 'waiting', attempts: 0, nextTryAt: after(ctx.clock.now(), untilTaken) })
  })
  await sendDelivery(ctx, id)
}
