import type { Platform } from '../platform/context.js'
import type { MailTransport } from '../platform/mail/transport.js'
import type { JobHandlers } from '../platform/jobs/worker.js'
import { notifyAdmins } from './admin-notice.jobs.js'
import { mailAccess } from './access.jobs.js'
import { sendMail } from './commands/send-mail.js'
import { sendDigests } from './digest.jobs.js'
import { notifyOfEvent } from './notify.jobs.js'
import { sendRuleMail } from './rule-mail.jobs.js'
import { ServerTransports } from './server-transports.js'

/** What this room does later. */
export function notificationJobs (platform: Platform, transport: MailTransport | null): Pick<JobHandlers, 'notify-of-event' | 'mail-access' | 'send-mail' | 'send-digests' | 'notify-admins' | 'send-rule-mail'> {
  const servers = new ServerTransports(platform)
  return {
    'notify-of-event': async event => notifyOfEvent(platform, event),
    'mail-access': async mail => mailAccess(platform, mail),
    'notify-admins': async notice => notifyAdmins(platform, notice),
    'send-rule-mail': async mail => sendRuleMail(platform, mail),
    'send-digests': async () => sendDigests(platform),
    'send-mail': async mail => sendMail(platform, transport, mail, servers)
  }
}
