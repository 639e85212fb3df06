import { MoreThanOrEqual } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import { Mail } from './mail.entity.js'

/** How many mails rules wrote about a ticket since a moment. */
export async function countRuleMails (reader: Reader, ticketId: number, since: Date): Promise<number> {
  return reader.count(Mail, { where: { ticketId, template: 'rule_mail', createdAt: MoreThanOrEqual(since) } })
}
