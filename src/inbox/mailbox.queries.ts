import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Mailbox } from './mailbox.entity.js'

/** One mailbox. @throws NotFound */
export async function findMailbox (reader: Reader, id: number): Promise<Mailbox> {
  const mailbox = await reader.findOneBy(Mailbox, { id })
  if (mailbox === null) throw new NotFound()
  return mailbox
}

export interface MailboxLine { mailbox: Mailbox, department: string }

/** All mailboxes by name, each with its department's. */
export async function listMailboxes (reader: Reader): Promise<MailboxLine[]> {
  const mailboxes = await reader.find(Mailbox, { order: { name: 'ASC' } })
  const names = await reader.query('SELECT id, name FROM departments') as Array<{ id: number, name: string }>
  return mailboxes.map(mailbox => ({ mailbox, department: names.find(({ id }) => id === mailbox.departmentId)?.name ?? '' }))
}

/** Those in use, as they are. */
export async function listActiveMailboxes (reader: Reader): Promise<Mailbox[]> {
  return reader.find(Mailbox, { where: { isActive: true }, order: { id: 'ASC' } })
}

export interface Choice { id: number, name: string }

/** What a mailbox may lead to. */
export async function listMailboxTargets (reader: Pick<Reader, 'query'>): Promise<{ departments: Choice[], topics: Choice[] }> {
  const [departments, topics] = await Promise.all([
    reader.query('SELECT id, name FROM departments WHERE is_active = 1 ORDER BY name'), reader.query('SELECT id, name FROM topics WHERE is_active = 1 ORDER BY position')
  ])
  return { departments: departments as Choice[], topics: topics as Choice[] }
}
