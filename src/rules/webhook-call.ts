import type { EntityManager } from 'typeorm'
import { enqueue } from '../platform/jobs/enqueue.js'

/** A message about a ticket that a rule or a macro sends to a program. */
export interface WebhookCall {
  webhookId: number
  ticketId: number
  /** The rule or macro that wants it, as it is called. */
  by: string
  /** The same cause is told once. */
  cause: string
}

declare module '../platform/jobs/enqueue.js' {
  interface Jobs { 'call-webhook': WebhookCall }
}

/** Has a message sent in the caller's transaction; whoever keeps webhooks writes it. */
export async function callWebhook (manager: EntityManager, call: WebhookCall, now: Date): Promise<void> {
  await enqueue(manager, 'call-webhook', call, now, { uniqueKey: `call-webhook:${call.cause}` })
}
