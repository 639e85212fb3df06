import { createHash } from 'node:crypto'
import type { EntityManager } from 'typeorm'
import type { Platform } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import type { WebhookCall } from '../../rules/webhook-call.js'
import { Delivery } from '../delivery.entity.js'
import { ruleType } from '../webhook-types.js'
import { Webhook } from '../webhook.entity.js'
import { addDelivery } from './queue-deliveries.js'

/**
 * Queues the message that a rule or a macro sends about a ticket, behind those about the same ticket. A webhook
 * that is gone or switched off is told nothing. Running twice is harmless: the message's id follows from its cause.
 */
export async function queueCall ({ db, clock }: Platform, { webhookId, ticketId, by, cause }: WebhookCall, write: (manager: EntityManager, by: string, at: Date) => Promise<string | null>): Promise<void> {
  const messageId = `msg_${createHash('sha256').update(cause).digest('base64url').slice(0, 20)}`
  await db.transaction(async manager => {
    const webhook = await lockOne(manager, Webhook, { id: webhookId })
    if (webhook?.isActive !== true || await manager.existsBy(Delivery, { webhookId, ticketId, messageId })) return
    const body = await write(manager, by, clock.now())
    if (body !== null) await addDelivery(manager, webhook, { eventId: null, ticketId, type: ruleType, body }, clock.now(), { messageId })
  })
}
