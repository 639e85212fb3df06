import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import type { MessagePart } from '../platform/mime/parsed-message.js'
import { Attachment } from './attachment.entity.js'
import { ThreadEntry } from './thread-entry.entity.js'

/** An entry that came by mail with HTML. The caller checks that the actor may see the ticket. @throws NotFound */
export async function findMailEntry (reader: Reader, ticketId: number, id: number): Promise<ThreadEntry & { parts: MessagePart[] }> {
  const entry = await reader.findOneBy(ThreadEntry, { id, ticketId })
  if (entry?.parts?.some(({ html }) => html !== null) !== true) throw new NotFound()
  return entry as ThreadEntry & { parts: MessagePart[] }
}

/** What came with an entry. */
export async function listEntryFiles (reader: Reader, entryId: number): Promise<Attachment[]> {
  return reader.find(Attachment, { where: { entryId }, order: { id: 'ASC' } })
}
