import type { Reader } from '../platform/database/database.js'
import { isEmailAddress } from '../platform/email-address.js'
import { matching, onward, type NameCursor } from './name-order.js'

export const peopleAPage = 50

export interface PersonLine { id: number, name: string, email: string, companyId: number | null, company: string | null, companyByHand: boolean, isVerified: boolean }

interface PeopleSearch { words?: string, companyId?: number | null, after?: NameCursor | null, limit?: number }
interface Row { id: number, name: string, email: string, companyId: number | null, company: string | null, companyByHand: number, isVerified: number }

/**
 * A page of people by name, of one company or of all; with words to look for, those who have them in their name, their
 * address or the name of their company.
 */
export async function listPeople (reader: Pick<Reader, 'query'>, { words = '', companyId = null, after = null, limit = peopleAPage }: PeopleSearch): Promise<{ people: PersonLine[], next: NameCursor | null }> {
  const place = onward('p', after)
  const search = await searchFor(reader, words)
  const conditions = ['1 = 1', place.sql, companyId === null ? '' : 'p.company_id = ?', search.sql].filter(Boolean)
  const rows = await reader.query(
    `SELECT p.id, p.name, p.email, p.company_id AS companyId, c.name AS company, p.company_by_hand AS companyByHand, CASE WHEN p.verified_at IS NULL THEN 0 ELSE 1 END AS isVerified
     FROM (SELECT p.id FROM people p WHERE ${conditions.join(' AND ')} ORDER BY p.name, p.id LIMIT ?) found
     JOIN people p ON p.id = found.id LEFT JOIN companies c ON c.id = p.company_id ORDER BY p.name, p.id`,
    [...place.values, ...companyId === null ? [] : [companyId], ...search.values, limit + 1]
  ) as Row[]
  const people = rows.slice(0, limit).map(row => ({ ...row, companyByHand: Boolean(row.companyByHand), isVerified: Boolean(row.isVerified) }))
  const last = people.at(-1)
  return { people, next: rows.length > limit && last !== undefined ? { name: last.name, id: last.id } : null }
}

/** A whole address that somebody has is found by its index; anything else is looked for in every name and address, in the order of the list, all within one index. */
async function searchFor (reader: Pick<Reader, 'query'>, words: string): Promise<{ sql: string, values: string[] }> {
  if (words === '') return { sql: '', values: [] }
  const address = words.toLowerCase()
  const known = isEmailAddress(address) ? await reader.query('SELECT id FROM people WHERE email = ?', [address]) as unknown[] : []
  if (known.length > 0) return { sql: 'p.email = ?', values: [address] }
  return {
    sql: "(p.name LIKE ? ESCAPE '!' OR p.email LIKE ? ESCAPE '!' OR p.company_id IN (SELECT id FROM companies WHERE name LIKE ? ESCAPE '!'))",
    values: Array.from({ length: 3 }, () => matching(words))
  }
}

export interface PersonTicket { id: number, number: string, subject: string, state: string }

/** The latest tickets that a person asked, and one more than a page of them when there are more. By table name, because this room stands before that of tickets. */
export async function listPersonTickets (reader: Pick<Reader, 'query'>, personId: number): Promise<PersonTicket[]> {
  return reader.query('SELECT id, number, subject, state FROM tickets WHERE requester_id = ? ORDER BY active_at DESC LIMIT 21', [personId]) as Promise<PersonTicket[]>
}
