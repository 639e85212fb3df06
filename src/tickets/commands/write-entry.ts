import type { EntityManager } from 'typeorm'
import type { Actor } from '../../platform/actor.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { InvalidFields } from '../../platform/errors.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { Attachment } from '../attachment.entity.js'
import { ThreadEntry, type EntryKind } from '../thread-entry.entity.js'
import type { MessagePart } from '../../platform/mime/parsed-message.js'
import type { Source } from '../source.js'
import type { Ticket } from '../ticket.entity.js'
import { writtenText } from '../written-text.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'index-ticket': { ticketId: number } }
}

/** Most characters of one message, reply or note. */
export const longestText = 100_000

/** What an entry keeps of the mail that it came by. */
export type MailedEntry = Required<Pick<NewEntry, 'parts' | 'messageId'>>

export interface NewEntry {
  kind: EntryKind
  text: string
  /** The text in parts, when it came by mail. */
  parts?: MessagePart[] | null
  /** The Message-ID of that mail. */
  messageId?: string | null
  source: Source
  isSolution?: boolean
  leavesAt?: Date | null
  /** The key under which its files were uploaded. */
  filesKey?: string | null
}

/**
 * Appends to the thread and moves the uploaded files to the new entry. Nothing ever edits the text again.
 *
 * @throws InvalidFields when the text is empty or too long.
 */
export async function writeEntry (manager: EntityManager, ticket: Ticket, author: Actor, at: Date, { kind, text, parts = null, messageId = null, source, isSolution = false, leavesAt = null, filesKey = null }: NewEntry): Promise<ThreadEntry> {
  const entry = Object.assign(new ThreadEntry(), {
    ticketId: ticket.id,
    kind,
    agentId: author.party === 'agent' ? author.id : null,
    personId: author.party === 'requester' ? author.id : null,
    authorName: author.name,
    text: checkedText(text),
    parts,
    messageId: messageId !== null && messageId.length <= 255 ? messageId : null,
    source,
    isSolution,
    leavesAt,
    withdrawnAt: null,
    createdAt: at
  })
  await insertRow(manager, ThreadEntry, entry)
  if (filesKey !== null) await manager.update(Attachment, { formKey: filesKey }, { ticketId: ticket.id, entryId: entry.id, formKey: null })
  await enqueue(manager, 'index-ticket', { ticketId: ticket.id }, at)

  ticket.activeAt = at
  if (kind !== 'note') Object.assign(ticket, { lastLine: firstLine(writtenText(entry)), lastParty: kind === 'reply' ? 'agent' : 'requester' })
  return entry
}

/** Text as people meant it: one kind of line break, no control characters, no blank ends. */
export function cleanText (text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '').trim()
}

function checkedText (text: string): string {
  const clean = cleanText(text)
  if (clean === '') throw new InvalidFields({ text: { key: 'tickets.text.empty' } })
  if (clean.length > longestText) throw new InvalidFields({ text: { key: 'refusal.too_long', values: { limit: longestText, length: clean.length } } })
  return clean
}

/** What a list shows of a text. */
export const firstLine = (text: string): string => Array.from((text.split('\n').find(line => line.trim() !== '') ?? '').trim()).slice(0, 140).join('')
