import type { Reader } from '../platform/database/database.js'
import type { Priority } from '../tickets/ticket.entity.js'
import { findFirstTopic } from '../topics/topic.queries.js'
import { Mailbox } from './mailbox.entity.js'

export interface Destination { topicId: number, priority: Priority | null }

/** Where a new ticket goes: as its mailbox says, else to the department whose address it was sent to, else to the first topic. Null when there is no topic at all. */
export async function findDestination (reader: Reader, mailboxId: number | null, addresses: readonly string[]): Promise<Destination | null> {
  const mailbox = mailboxId === null ? null : await reader.findOneBy(Mailbox, { id: mailboxId })
  const departmentId = mailbox?.departmentId ?? await findDepartmentAt(reader, addresses)
  const topicId = await findTopicIn(reader, mailbox?.topicId ?? null, departmentId)
  return topicId === null ? null : { topicId, priority: mailbox?.priority ?? null }
}

async function findDepartmentAt (reader: Reader, addresses: readonly string[]): Promise<number | null> {
  const bare = addresses.map(address => address.toLowerCase().replace(/\+[^@]*@/, '@')).slice(0, 50)
  if (bare.length === 0) return null
  const [row] = await reader.query(`SELECT id FROM departments WHERE is_active = 1 AND LOWER(mail_address) IN (${bare.map(() => '?').join(', ')}) ORDER BY id LIMIT 1`, bare) as Array<{ id: number }>
  return row?.id ?? null
}

async function findTopicIn (reader: Reader, topicId: number | null, departmentId: number | null): Promise<number | null> {
  const [row] = await reader.query('SELECT id FROM topics WHERE is_active = 1 AND (id = ? OR department_id = ?) ORDER BY CASE WHEN id = ? THEN 0 ELSE 1 END, position, id LIMIT 1', [topicId ?? 0, departmentId ?? 0, topicId ?? 0]) as Array<{ id: number }>
  return row?.id ?? (await findFirstTopic(reader))?.id ?? null
}
