import type { Reader } from '../platform/database/database.js'
import { matching, onward, type NameCursor } from './name-order.js'

export const companiesAPage = 50
/** Counts stop there. */
export const countCap = 1000

export interface CompanyLine {
  id: number
  name: string
  isActive: boolean
  /** By name. */
  domains: string[]
  accountManager: string | null
  /** Whether the account manager does not work here any more. */
  managerLeft: boolean
  colleaguesSee: boolean
}

interface Row { id: number, name: string, isActive: number, domains: string | null, accountManager: string | null, managerActive: number | null, colleaguesSee: number }

/** A page of companies by name; with words to look for, those that have them in their name or in one of their domains. */
export async function listCompanies (reader: Pick<Reader, 'query'>, { words = '', after = null, limit = companiesAPage }: { words?: string, after?: NameCursor | null, limit?: number } = {}): Promise<{ companies: CompanyLine[], next: NameCursor | null }> {
  const place = onward('c', after)
  const search = words === '' ? [] : [matching(words), matching(words)]
  const conditions = ['1 = 1', place.sql, search.length === 0 ? '' : "(c.name LIKE ? ESCAPE '!' OR EXISTS (SELECT 1 FROM company_domains d WHERE d.company_id = c.id AND d.domain LIKE ? ESCAPE '!'))"].filter(Boolean)
  const rows = await reader.query(
    `SELECT c.id, c.name, c.is_active AS isActive, c.colleagues_see AS colleaguesSee, a.name AS accountManager, a.is_active AS managerActive,
       (SELECT GROUP_CONCAT(d.domain) FROM company_domains d WHERE d.company_id = c.id) AS domains
     FROM companies c LEFT JOIN agents a ON a.id = c.account_manager_id
     WHERE ${conditions.join(' AND ')} ORDER BY c.name, c.id LIMIT ?`, [...place.values, ...search, limit + 1]
  ) as Row[]
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    companies: shown.map(({ id, name, isActive, domains, accountManager, managerActive, colleaguesSee }) => ({
      id, name, isActive: Boolean(isActive), domains: domains?.split(',').sort() ?? [], accountManager, managerLeft: managerActive !== null && !managerActive, colleaguesSee: Boolean(colleaguesSee)
    })),
    next: rows.length > limit && last !== undefined ? { name: last.name, id: last.id } : null
  }
}

export interface CompanyCounts { openTickets: number, members: number }

/** Open tickets and members of each company, counted to the cap, in one statement. With a second id, which nobody has, MariaDB leaves out closed tickets as it reads, however many are open. */
export async function countCompanies (reader: Pick<Reader, 'query'>, ids: readonly number[]): Promise<Map<number, CompanyCounts>> {
  if (ids.length === 0) return new Map()
  const one = `SELECT ? AS id, (SELECT COUNT(*) FROM (SELECT 1 FROM tickets WHERE company_id IN (?, 0) AND state IN ('new', 'open', 'waiting', 'on_hold') LIMIT ${countCap}) a) AS openTickets,
    (SELECT COUNT(*) FROM (SELECT 1 FROM people WHERE company_id = ? LIMIT ${countCap}) b) AS members`
  const rows = await reader.query(ids.map(() => one).join(' UNION ALL '), ids.flatMap(id => [id, id, id])) as Array<{ id: number, openTickets: number, members: number }>
  return new Map(rows.map(({ id, openTickets, members }) => [Number(id), { openTickets: Number(openTickets), members: Number(members) }]))
}
