import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Attachment } from './attachment.entity.js'

/** Files that were uploaded with a form and not sent yet. */
export async function listFormFiles (reader: Reader, formKey: string): Promise<Attachment[]> {
  return reader.find(Attachment, { where: { formKey }, order: { id: 'ASC' } })
}

/** A file of a ticket, for an agent who may see the ticket. @throws NotFound */
export async function findTicketFile (reader: Reader, ticketId: number, id: number): Promise<Attachment> {
  const file = await reader.findOneBy(Attachment, { id, ticketId })
  if (file === null) throw new NotFound()
  return file
}

/** A file of a ticket that the public may see: those of notes and of replies that were taken back do not exist. @throws NotFound */
export async function findPublicFile (reader: Reader, ticketId: number, id: number, now: Date): Promise<Attachment> {
  const [visible] = await reader.query(`
    SELECT 1 FROM attachments f JOIN thread_entries e ON e.id = f.entry_id
    WHERE f.id = ? AND f.ticket_id = ? AND e.kind <> 'note' AND e.withdrawn_at IS NULL AND (e.leaves_at IS NULL OR e.leaves_at <= ?)`,
  [id, ticketId, now.getTime()]) as unknown[]
  if (visible === undefined) throw new NotFound()
  return findTicketFile(reader, ticketId, id)
}
