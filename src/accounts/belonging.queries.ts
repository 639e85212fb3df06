import type { Reader } from '../platform/database/database.js'
import { domainOf } from '../platform/email-address.js'
import type { Person } from './person.entity.js'

/*
 * What a company means to a person, by table name, because this room stands before that of companies.
 */

/**
 * The company to which an address belongs by its domain; null when there is none.
 *
 * A domain holds for itself and not for what stands below it: who has an address at `students.example.org` is no
 * colleague of those at `example.org` unless an admin says so.
 */
export async function findCompanyOfAddress (reader: Pick<Reader, 'query'>, address: string): Promise<number | null> {
  const domain = domainOf(address)
  if (domain === '') return null
  const [row] = await reader.query(
    'SELECT c.id FROM company_domains d JOIN companies c ON c.id = d.company_id WHERE d.domain = ? AND c.is_active = 1', [domain]
  ) as Array<{ id: number }>
  return row?.id ?? null
}

/** The company for which a person asks now: the one it belongs to, as long as that is in use. */
export async function findPresentCompany (reader: Pick<Reader, 'query'>, { companyId }: Pick<Person, 'companyId'>): Promise<number | null> {
  if (companyId === null) return null
  const rows = await reader.query('SELECT 1 AS one FROM companies WHERE id = ? AND is_active = 1', [companyId]) as unknown[]
  return rows.length > 0 ? companyId : null
}

/** The company for which somebody with an address would ask now: as the person is kept, or else by the domain. */
export async function findCompanyOfAsker (reader: Pick<Reader, 'query'>, address: string): Promise<{ id: number, name: string } | null> {
  const email = address.trim().toLowerCase()
  const [company] = await reader.query(
    `SELECT id, name FROM companies WHERE is_active = 1 AND id = CASE WHEN EXISTS (SELECT 1 FROM people WHERE email = ?)
       THEN (SELECT company_id FROM people WHERE email = ?) ELSE (SELECT company_id FROM company_domains WHERE domain = ?) END`,
    [email, email, domainOf(address)]
  ) as Array<{ id: number, name: string }>
  return company ?? null
}

/**
 * The company whose requests a person may read; null for most.
 *
 * Anyone can type an address into a form, so a domain lets nobody read before the address was proven, and not
 * when the domain went to somebody else meanwhile. What an admin said by hand holds at once.
 */
export async function findReadCompany (reader: Pick<Reader, 'query'>, person: Pick<Person, 'companyId' | 'companyByHand' | 'verifiedAt' | 'email'>): Promise<number | null> {
  if (person.companyId === null || (!person.companyByHand && person.verifiedAt === null)) return null
  const rows = await reader.query('SELECT 1 AS one FROM companies WHERE id = ? AND is_active = 1 AND colleagues_see = 1', [person.companyId]) as unknown[]
  if (rows.length === 0) return null
  return person.companyByHand || await findCompanyOfAddress(reader, person.email) === person.companyId ? person.companyId : null
}
