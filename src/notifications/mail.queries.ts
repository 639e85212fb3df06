import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { Mail, type MailState } from './mail.entity.js'
import type { TemplateName } from './templates.js'

export const mailStates = ['queued', 'sent', 'kept', 'held', 'failed'] as const satisfies readonly MailState[]

export interface MailFilter {
  state?: MailState
  template?: TemplateName
  /** As people write it: “26-004213”. */
  ticketNumber?: string
  /** The whole address; a log of a million mails is not read through for a part of one. */
  address?: string
  /** Only mails older than this one. */
  before?: number
}

/** A line of the log, without what the mail says. */
export interface MailRow {
  id: number, template: string, toName: string, toAddress: string, subject: string, state: MailState
  attempts: number, lastError: string | null, createdAt: number, bouncedAt: number | null, bounceText: string | null
}

/** The newest mails that fit, and whether there are older ones. */
export async function listMails (reader: Reader, { state, template, ticketNumber, address, before }: MailFilter, limit: number): Promise<{ mails: MailRow[], hasMore: boolean }> {
  const ticket = ticketNumber === undefined ? null : await reader.findOne(Ticket, { select: { id: true }, where: { number: ticketNumber } })
  if (ticketNumber !== undefined && ticket === null) return { mails: [], hasMore: false }

  const conditions: Array<[string, unknown]> = [
    ['state = ?', state], ['template = ?', template], ['ticket_id = ?', ticket?.id], ['to_address = ?', address?.trim().toLowerCase()], ['id < ?', before]
  ]
  const used = conditions.filter(([, value]) => value !== undefined)
  const where = used.length === 0 ? '' : `WHERE ${used.map(([condition]) => condition).join(' AND ')}`
  const rows = await reader.query(`
    SELECT id, template, to_name AS toName, to_address AS toAddress, subject, state, attempts, last_error AS lastError, created_at AS createdAt, bounced_at AS bouncedAt, bounce_text AS bounceText
    FROM mails ${where} ORDER BY id DESC LIMIT ${limit + 1}`, used.map(([, value]) => value)) as MailRow[]
  return { mails: rows.slice(0, limit), hasMore: rows.length > limit }
}

/** How many mails are in each state, counted up to `cap`. */
export async function countMails (reader: Reader, cap: number): Promise<Record<MailState, number>> {
  const counts = await Promise.all(mailStates.map(async state => {
    const [row] = await reader.query(`SELECT COUNT(*) AS count FROM (SELECT 1 AS one FROM mails WHERE state = ? LIMIT ${cap}) counted`, [state]) as Array<{ count: number }>
    return [state, Number(row?.count ?? 0)] as const
  }))
  return Object.fromEntries(counts) as Record<MailState, number>
}

/** One mail with the number of its ticket. @throws NotFound */
export async function findMail (reader: Reader, id: number): Promise<{ mail: Mail, ticketNumber: string | null }> {
  const mail = await reader.findOneBy(Mail, { id })
  if (mail === null) throw new NotFound()
  const ticket = mail.ticketId === null ? null : await reader.findOne(Ticket, { select: { id: true, number: true }, where: { id: mail.ticketId } })
  return { mail, ticketNumber: ticket?.number ?? null }
}
