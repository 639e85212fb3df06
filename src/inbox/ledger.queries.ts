import type { Reader } from '../platform/database/database.js'
import type { Message } from '../platform/errors.js'
import { NotFound } from '../platform/errors.js'
import type { MailState } from '../notifications/mail.entity.js'
import { IncomingMessage, type IncomingState, type Outcome } from './incoming-message.entity.js'
import { groups, type LedgerCursor, type LedgerFilter } from './ledger-filter.js'

export interface IncomingRow {
  id: number, at: number, fromName: string | null, fromAddress: string | null, subject: string | null, state: IncomingState, outcome: Outcome, reason: Message | null
  lastError: string | null, ticketNumber: string | null, ticketId: number | null, mailboxName: string | null
}

export interface OutgoingRow {
  id: number, at: number, toName: string, toAddress: string, subject: string, state: MailState, attempts: number, lastError: string | null, bouncedAt: number | null, bounceText: string | null
}

export type LedgerRow = { direction: 'in', row: IncomingRow } | { direction: 'out', row: OutgoingRow }

/** A word of a subject is looked for among so many of the newest mails each way; addresses and Message-IDs among all. */
const newest = 50_000

/**
 * A page of all mails in and out, newest first, and where the next one begins. Each way is read by its own ids,
 * and so as fast on the thousandth page as on the first.
 */
export async function listLedger (reader: Reader, filter: LedgerFilter, cursor: LedgerCursor, limit: number): Promise<{ rows: LedgerRow[], next: LedgerCursor | null }> {
  const [incoming, outgoing] = await Promise.all([listIncoming(reader, filter, cursor.in, limit + 1), listOutgoing(reader, filter, cursor.out, limit + 1)])
  const all: LedgerRow[] = [...incoming.map(row => ({ direction: 'in' as const, row })), ...outgoing.map(row => ({ direction: 'out' as const, row }))]
  const rows = all.sort((a, b) => b.row.at - a.row.at).slice(0, limit)
  const last = (direction: 'in' | 'out') => rows.filter(each => each.direction === direction).at(-1)?.row.id ?? cursor[direction]
  return { rows, next: all.length > limit ? { in: last('in'), out: last('out') } : null }
}

type Condition = [string, unknown[]]

async function listIncoming (reader: Reader, { direction, group, mailboxId, search }: LedgerFilter, before: number | null, limit: number): Promise<IncomingRow[]> {
  const wanted = group === null ? null : groups[group].incoming
  if (direction === 'out' || wanted === '') return []
  const conditions: Condition[] = [
    ...(wanted === null ? [] : [[wanted, []] satisfies Condition]),
    ...(before === null ? [] : [['i.id < ?', [before]] satisfies Condition]),
    ...(mailboxId === null ? [] : [['i.mailbox_id = ?', [mailboxId]] satisfies Condition]),
    ...searchIncoming(search)
  ]
  const rows = await reader.query(`
    SELECT i.id, i.received_at AS at, i.from_name AS fromName, i.from_address AS fromAddress, i.subject, i.state, i.outcome, i.reason, i.last_error AS lastError,
      t.number AS ticketNumber, i.ticket_id AS ticketId, b.name AS mailboxName
    FROM incoming_messages i LEFT JOIN tickets t ON t.id = i.ticket_id LEFT JOIN mailboxes b ON b.id = i.mailbox_id
    ${where(conditions)} ORDER BY i.id DESC LIMIT ${limit}`, conditions.flatMap(([, values]) => values)) as Array<Omit<IncomingRow, 'reason'> & { reason: string | null }>
  return rows.map(row => ({ ...row, at: Number(row.at), reason: row.reason === null ? null : JSON.parse(row.reason) as Message | null }))
}

async function listOutgoing (reader: Reader, { direction, group, mailboxId, search }: LedgerFilter, before: number | null, limit: number): Promise<OutgoingRow[]> {
  const wanted = group === null ? null : groups[group].outgoing
  if (direction === 'in' || mailboxId !== null || wanted === '') return []
  const conditions: Condition[] = [
    ...(wanted === null ? [] : [[wanted, []] satisfies Condition]),
    ...(before === null ? [] : [['m.id < ?', [before]] satisfies Condition]),
    ...searchOutgoing(search)
  ]
  const rows = await reader.query(`
    SELECT m.id, m.created_at AS at, m.to_name AS toName, m.to_address AS toAddress, m.subject, m.state, m.attempts, m.last_error AS lastError, m.bounced_at AS bouncedAt, m.bounce_text AS bounceText
    FROM mails m ${where(conditions)} ORDER BY m.id DESC LIMIT ${limit}`, conditions.flatMap(([, values]) => values)) as OutgoingRow[]
  return rows.map(row => ({ ...row, at: Number(row.at) }))
}

function searchIncoming ({ kind, text }: LedgerFilter['search']): Condition[] {
  switch (kind) {
    case 'none': return []
    case 'message_id': return [['i.message_id = ?', [text]]]
    case 'address': return [['i.from_address = ?', [text]]]
    case 'ticket': return [['i.ticket_id = (SELECT id FROM tickets WHERE number = ?)', [text.slice(1)]]]
    case 'words': return [[`i.id > (SELECT COALESCE(MAX(id), 0) - ${newest} FROM incoming_messages)`, []], [likeSubject('i'), [likeText(text)]]]
  }
}

function searchOutgoing ({ kind, text }: LedgerFilter['search']): Condition[] {
  switch (kind) {
    case 'none': return []
    case 'message_id': return [['m.message_id = ?', [text]]]
    case 'address': return [['m.to_address = ?', [text]]]
    case 'ticket': return [['m.ticket_id = (SELECT id FROM tickets WHERE number = ?)', [text.slice(1)]]]
    case 'words': return [[`m.id > (SELECT COALESCE(MAX(id), 0) - ${newest} FROM mails)`, []], [likeSubject('m'), [likeText(text)]]]
  }
}

const likeSubject = (table: 'i' | 'm'): string => `${table}.subject LIKE ? ESCAPE '!'`
const likeText = (text: string): string => `%${text.replace(/[!%_]/g, '!$&')}%`
const where = (conditions: Condition[]): string => conditions.length === 0 ? '' : `WHERE ${conditions.map(([condition]) => condition).join(' AND ')}`

/** One message that came in, with the number of its ticket and the name of its mailbox. @throws NotFound */
export async function findIncoming (reader: Reader, id: number): Promise<{ message: IncomingMessage, ticketNumber: string | null, mailboxName: string | null }> {
  const message = await reader.findOneBy(IncomingMessage, { id })
  if (message === null) throw new NotFound()
  const [ticket] = message.ticketId === null ? [] : await reader.query('SELECT number FROM tickets WHERE id = ?', [message.ticketId]) as Array<{ number: string }>
  const [mailbox] = message.mailboxId === null ? [] : await reader.query('SELECT name FROM mailboxes WHERE id = ?', [message.mailboxId]) as Array<{ name: string }>
  return { message, ticketNumber: ticket?.number ?? null, mailboxName: mailbox?.name ?? null }
}

/** How many messages want an admin's eye, counted up to `cap`. */
export async function countTroubled (reader: Reader, cap: number): Promise<{ setAside: number, quarantined: number }> {
  const count = async (state: IncomingState) => {
    const [row] = await reader.query(`SELECT COUNT(*) AS count FROM (SELECT 1 AS one FROM incoming_messages WHERE state = ? LIMIT ${cap}) counted`, [state]) as Array<{ count: number }>
    return Number(row?.count ?? 0)
  }
  return { setAside: await count('set_aside'), quarantined: await count('quarantined') }
}
