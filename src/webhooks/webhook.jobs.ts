import type { Platform } from '../platform/context.js'
import type { WebhookCall } from '../rules/webhook-call.js'
import { findAnyRecord } from '../tickets/ticket-records.queries.js'
import { forgetDeliveries } from './commands/forget-deliveries.js'
import { queueDeliveries } from './commands/queue-deliveries.js'
import { queueCall } from './commands/queue-call.js'
import { presentCall, presentPayload } from './payload.presenter.js'
import { ruleType } from './webhook-types.js'

declare module '../platform/jobs/enqueue.js' {
  interface Jobs { 'forget-deliveries': Record<string, never> }
}

interface WebhookJobs {
  /** No job of its own: it follows the mails of the same event. */
  'tell-webhooks': (event: { eventId: number }) => Promise<void>
  'call-webhook': (call: WebhookCall) => Promise<void>
  'forget-deliveries': () => Promise<void>
}

/** What this room does later. */
export function webhookJobs (platform: Platform): WebhookJobs {
  return {
    'tell-webhooks': async event => queueDeliveries(platform, event, async (manager, type, told) => {
      const record = await findAnyRecord(manager, told.event.ticketId)
      return record === null ? null : presentPayload(type, told, record)
    }),
    'call-webhook': async call => queueCall(platform, call, async (manager, by, at) => {
      const record = await findAnyRecord(manager, call.ticketId)
      return record === null ? null : presentCall(ruleType, by, record, at)
    }),
    'forget-deliveries': async () => forgetDeliveries(platform)
  }
}
