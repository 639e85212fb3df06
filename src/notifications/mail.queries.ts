import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { Mail } from './mail.entity.js'

/** One mail with the number of its ticket. @throws NotFound */
export async function findMail (reader: Reader, id: number): Promise<{ mail: Mail, ticketNumber: string | null }> {
  const mail = await reader.findOneBy(Mail, { id })
  if (mail === null) throw new NotFound()
  const ticket = mail.ticketId === null ? null : await reader.findOne(Ticket, { select: { id: true, number: true }, where: { id: mail.ticketId } })
  return { mail, ticketNumber: ticket?.number ?? null }
}
