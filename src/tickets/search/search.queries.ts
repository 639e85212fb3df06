import type { AgentActor } from '../../platform/actor.js'
import type { Reader, Transactor } from '../../platform/database/database.js'
import { seenBy } from '../referral.queries.js'
import { readSearch } from './read-query.js'

export const resultsAPage = 25

/**
 * The newest tickets that hold all the words, or carry the number, address or tag, among those that the
 * agent may see. One more than a page, which tells whether there are more.
 */
export async function searchTickets ({ engine, read }: Transactor, actor: AgentActor, text: string, beforeId: number | null = null): Promise<number[]> {
  const scope: Scope = { read, seen: seenBy(actor), beforeId: beforeId ?? 2 ** 31 }
  const { number, email, tag, words } = readSearch(text)

  if (tag !== null) return find(scope, 'ticket_tags g ON g.ticket_id = t.id', 'g.tag = ?', [tag])
  if (email !== null) return find(scope, 'people p ON p.id = t.requester_id', 'p.email = ?', [email])
  if (number !== null) {
    const found = await findNumber(scope, number)
    if (found.length > 0) return found
  }
  if (words.length === 0) return []
  return engine === 'sqlite' ? findOnSqlite(scope, words) : findOnMysql(scope, words)
}

interface Scope { read: Reader, seen: { sql: string, values: number[] }, beforeId: number }

async function find ({ read, seen, beforeId }: Scope, join: string, where: string, values: unknown[]): Promise<number[]> {
  const rows = await read.query(
    `SELECT t.id FROM tickets t JOIN ${join} WHERE ${where} AND t.id < ? AND t.state <> 'trashed' AND ${seen.sql} ORDER BY t.id DESC LIMIT ${resultsAPage + 1}`,
    [...values, beforeId, ...seen.values]
  ) as Array<{ id: number }>
  return rows.map(({ id }) => id)
}

async function findNumber ({ read, seen, beforeId }: Scope, number: string): Promise<number[]> {
  const rows = await read.query(
    `SELECT t.id FROM tickets t WHERE t.number >= ? AND t.number < ? AND t.id < ? AND ${seen.sql} ORDER BY t.number LIMIT ${resultsAPage + 1}`,
    [number, `${number}\uFFFD`, beforeId, ...seen.values]
  ) as Array<{ id: number }>
  return rows.map(({ id }) => id)
}

/** FTS5 walks matches from the newest row, so a common word costs no more than a page. */
async function findOnSqlite (scope: Scope, words: string[]): Promise<number[]> {
  const match = words.map((word, place) => `"${word}"${place === words.length - 1 && word.length > 3 ? '*' : ''}`).join(' ')
  const rows = await scope.read.query(
    `SELECT s.rowid AS id FROM ticket_search s CROSS JOIN tickets t ON t.id = s.rowid
     WHERE s.words MATCH ? AND s.rowid < ? AND t.state <> 'trashed' AND ${scope.seen.sql} ORDER BY s.rowid DESC LIMIT ${resultsAPage + 1}`,
    [match, scope.beforeId, ...scope.seen.values]
  ) as Array<{ id: number }>
  return rows.map(({ id }) => id)
}

/** The newest tickets first; the whole table only when they do not fill the page, and then the word is rare. */
async function findOnMysql (scope: Scope, words: string[]): Promise<number[]> {
  const match = words.map((word, place) => `+${word}${place === words.length - 1 && word.length > 3 ? '*' : ''}`).join(' ')
  const among = async (table: string) => find(scope, `${table} s ON s.ticket_id = t.id`, 'MATCH (s.words) AGAINST (? IN BOOLEAN MODE)', [match])
  const recent = await among('ticket_search_recent')
  return recent.length > resultsAPage ? recent : among('ticket_search')
}
