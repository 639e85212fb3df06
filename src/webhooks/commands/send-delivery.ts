import type { EntityManager } from 'typeorm'
import { hour } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { InsideAddress, postOutside, type OutsideAnswer } from '../../platform/http/post-outside.js'
import { unseal } from '../../platform/security/sealer.js'
import { noticeToAdmins } from '../../notifications/admin-notice.js'
import { Delivery } from '../delivery.entity.js'
import { nextTry, patience } from '../retries.js'
import { signedHeaders } from '../sign.js'
import { secretPurpose } from '../secret-purpose.js'
import { testType } from '../webhook-types.js'
import { Webhook } from '../webhook.entity.js'

type Outcome = { answer: OutsideAnswer, trouble: null } | { answer: null, trouble: string }

const gone = 410

/** Sends a message that was claimed and writes down what became of it. One that only tries is tried once. */
export async function sendDelivery (platform: Platform, id: number): Promise<void> {
  const { db, clock } = platform
  const delivery = await db.read.findOneBy(Delivery, { id })
  const webhook = delivery === null ? null : await db.read.findOneBy(Webhook, { id: delivery.webhookId })
  if (delivery?.state !== 'waiting' || webhook === null) return

  const began = performance.now()
  const outcome = await post(platform, webhook, delivery)
  const tookMs = Math.round(performance.now() - began)
  await db.transaction(async manager => {
    const [held, now] = [await lockOne(manager, Webhook, { id: webhook.id }), clock.now()]
    const kept = await manager.findOneBy(Delivery, { id })
    if (held === null || kept?.state !== 'waiting') return
    const attempts = kept.attempts + 1
    const seen = { attempts, triedAt: now, tookMs, status: outcome.answer?.status ?? null, answer: outcome.answer?.body ?? null, trouble: outcome.trouble?.slice(0, 500) ?? null }
    if (outcome.answer !== null && outcome.answer.status >= 200 && outcome.answer.status < 300) return settle(manager, held, kept, { ...seen, state: 'delivered', nextTryAt: null }, now, null)

    if (kept.type === testType) return settle(manager, held, kept, { ...seen, state: 'failed', nextTryAt: null }, now, held.failingSince)
    const again = outcome.answer?.status === gone ? null : nextTry(attempts, now)
    const failingSince = held.failingSince ?? now
    await settle(manager, held, kept, { ...seen, state: again === null ? 'failed' : 'waiting', nextTryAt: again }, now, failingSince)
    if (held.isActive && (outcome.answer?.status === gone || now.getTime() - failingSince.getTime() >= patience)) await giveUp(manager, held, now)
  })
}

async function post ({ config, signer, clock }: Platform, webhook: Webhook, { messageId, body }: Delivery): Promise<Outcome> {
  const now = clock.now()
  const sealed = [webhook.secret, ...(webhook.formerSecret !== null && webhook.formerUntil !== null && webhook.formerUntil > now ? [webhook.formerSecret] : [])]
  const secrets = sealed.flatMap(each => unseal(signer, secretPurpose, each) ?? [])
  if (secrets.length === 0) return { answer: null, trouble: 'SECRET_KEY is another by now: give the webhook a new secret.' }
  try {
    return { answer: await postOutside(webhook.url, body, signedHeaders(secrets, messageId, body, now), { allowed: config.webhookAllow }), trouble: null }
  } catch (error) {
    return { answer: null, trouble: error instanceof InsideAddress ? `${error.message} is an address of a private network (WEBHOOK_ALLOW).` : error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error) }
  }
}

/** Writes it down, and lets the next message about the ticket go once this one is out of the way. The caller holds the webhook. */
async function settle (manager: EntityManager, webhook: Webhook, delivery: Delivery, values: Partial<Delivery>, now: Date, failingSince: Date | null): Promise<void> {
  await manager.update(Delivery, { id: delivery.id }, values)
  if (webhook.failingSince?.getTime() !== failingSince?.getTime()) await manager.update(Webhook, { id: webhook.id }, { failingSince })
  if (values.state === 'waiting' || delivery.ticketId === null) return
  const next = await manager.findOne(Delivery, { where: { webhookId: webhook.id, ticketId: delivery.ticketId, state: 'waiting' }, order: { id: 'ASC' } })
  if (next?.nextTryAt === null) await manager.update(Delivery, { id: next.id }, { nextTryAt: now })
}

async function giveUp (manager: EntityManager, { id, name, version }: Webhook, now: Date): Promise<void> {
  await manager.update(Webhook, { id }, { isActive: false, givenUpAt: now, version: version + 1 })
  await noticeToAdmins(manager, { right: 'system', words: { key: 'webhooks.notice.given_up', values: { name } }, path: `/admin/webhooks/${id}`, cause: `webhook:${id}:${now.getTime()}` }, now)
}

/** How long a former secret still signs after a new one was made. */
export const formerLasts = 24 * hour
