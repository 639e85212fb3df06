import { takeMessage } from './inbox/commands/take-message.js'
import { mailboxJobs } from './inbox/mailbox.jobs.js'
import { messageJobs } from './inbox/message.jobs.js'
import { MailboxRunners } from './inbox/mailbox-runners.jobs.js'
import { notificationJobs } from './notifications/notification.jobs.js'
import type { Platform } from './platform/context.js'
import { day, hour, minute, second } from './platform/clock.js'
import type { TimerList } from './platform/jobs/timers.js'
import { openMessageReader, type MessageReader } from './platform/mime/parse-apart.js'
import { openTransport, type MailTransport } from './platform/mail/transport.js'
import { Worker, type JobHandlers } from './platform/jobs/worker.js'
import { accountJobs } from './accounts/account.jobs.js'
import { companyJobs } from './companies/company.jobs.js'
import { knowledgeJobs } from './knowledge/knowledge.jobs.js'
import { clockJobs } from './tickets/clocks/clock.jobs.js'
import { planJobs } from './recurring/plan.jobs.js'
import { ruleJobs } from './rules/rule.jobs.js'
import { ticketJobs } from './tickets/ticket.jobs.js'
import { webhookJobs } from './webhooks/webhook.jobs.js'
import { WebhookSender } from './webhooks/webhook-sender.jobs.js'

/** Everything that recurs, with its rhythm. */
export const timers: TimerList = {
  'sweep-targets': 15 * second,
  'wake-tickets': minute,
  'close-solved-tickets': minute,
  'remind-of-closing': minute,
  'return-untouched-tickets': minute,
  'follow-up-closed-tickets': minute,
  'run-hand-over-plans': minute,
  'run-time-rules': minute,
  'open-planned-tickets': minute,
  'forget-asked-facts': day,
  'send-digests': 5 * minute,
  'watch-mailboxes': 5 * minute,
  'clean-accounts': hour,
  'clean-request-forms': hour,
  'forget-presences': 10 * minute,
  'empty-bin': day,
  'forget-deliveries': day,
  'forget-missed-searches': day
}

/** Every kind of work that happens later, and who does it. */
export function createJobHandlers (platform: Platform, transport: MailTransport | null, reader: MessageReader = openMessageReader()): JobHandlers {
  const { 'ask-rules': askRules, ...rules } = ruleJobs(platform)
  const { 'tell-webhooks': tellWebhooks, ...webhooks } = webhookJobs(platform)
  const notifications = notificationJobs(platform, transport)
  return {
    ...accountJobs(platform),
    ...companyJobs(platform),
    ...knowledgeJobs(platform),
    ...ticketJobs(platform),
    ...clockJobs(platform),
    ...rules,
    ...planJobs(platform),
    ...messageJobs(platform, reader),
    ...mailboxJobs(platform),
    ...notifications,
    ...webhooks,
    // Rules have their say first, so that people are told how things stand after it. A rule that fails keeps nobody's mail back.
    'notify-of-event': async (event, attempt) => {
      const failure = await askRules(event).then(() => null, (error: unknown) => error)
      await notifications['notify-of-event'](event, attempt)
      await tellWebhooks(event)
      if (failure !== null) throw failure
    }
  }
}

export function createWorker (platform: Platform): Worker {
  return new Worker(platform, { handlers: createJobHandlers(platform, openTransport(platform.config.smtpUrl)), timers })
}

/** Fetches mail; whatever comes is kept first, and read by a job. */
export function createMailboxRunners (platform: Platform): MailboxRunners {
  return new MailboxRunners(platform, { take: async (raw, mailboxId) => takeMessage(platform, raw, { door: 'imap', mailboxId }) })
}

/** Tells other programs what happened. */
export function createWebhookSender (platform: Platform): WebhookSender {
  return new WebhookSender(platform)
}
