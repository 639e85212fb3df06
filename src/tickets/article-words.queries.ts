import { IsNull } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import { ThreadEntry } from './thread-entry.entity.js'
import { writtenText } from './written-text.js'

/** What a ticket was about, in the words of whoever asked, and what it was solved with or else answered last: where an article begins. */
export async function findWordsOfTicket (reader: Pick<Reader, 'findOne'>, ticketId: number): Promise<{ asked: string, answered: string }> {
  const [asked, answered] = await Promise.all([
    reader.findOne(ThreadEntry, { where: { ticketId, kind: 'message' }, order: { id: 'ASC' } }),
    reader.findOne(ThreadEntry, { where: { ticketId, kind: 'reply', withdrawnAt: IsNull() }, order: { isSolution: 'DESC', id: 'DESC' } })
  ])
  return { asked: asked === null ? '' : writtenText(asked), answered: answered === null ? '' : writtenText(answered) }
}
