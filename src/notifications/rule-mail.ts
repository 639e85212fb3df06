import type { EntityManager } from 'typeorm'
import { enqueue } from '../platform/jobs/enqueue.js'

/** A mail in an admin's own words to addresses of his or her choice. */
export interface RuleMail {
  ticketId: number
  /** The rule that wants it, as it is called. */
  rule: string
  to: string[]
  subject: string
  text: string
  /** The same cause writes to the same address once. */
  cause: string
}

declare module '../platform/jobs/enqueue.js' {
  interface Jobs { 'send-rule-mail': RuleMail }
}

/** How many mails of rules one ticket may cause in a day. */
export const mostRuleMails = 20

/** How many addresses one action may name. */
export const mostAddresses = 10

/** Has a mail written in the caller's transaction; a job puts it into the log. */
export async function mailByRule (manager: EntityManager, mail: RuleMail, now: Date): Promise<void> {
  await enqueue(manager, 'send-rule-mail', mail, now, { uniqueKey: `rule-mail:${mail.cause}` })
}
