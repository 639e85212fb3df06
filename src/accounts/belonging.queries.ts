import type { Reader } from '../platform/database/database.js'
import { toRow } from '../platform/database/find-row.js'
import { domainOf } from '../platform/email-address.js'
import { Person } from './person.entity.js'

/*
 * What a company means to a person, by table name, because this room stands before that of companies.
 */

/**
 * The company to which an address belongs by its domain; null when there is none.
 *
 * A domain holds for itself and not for what stands below it: who has an address at `students.example.org` is no
 * colleague of those at `example.org` unless an admin says so.
 */
async function findCompanyOfAddress (reader: Pick<Reader, 'query'>, address: string): Promise<number | null> {
  const domain = domainOf(address)
  if (domain === '') return null
  const [row] = await reader.query(
    'SELECT c.id FROM company_domains d JOIN companies c ON c.id = d.company_id WHERE d.domain = ? AND c.is_active = 1', [domain]
  ) as Array<{ id: number }>
  return row?.id ?? null
}

export interface Asker {
  /** Null for somebody whom the desk does not know yet. */
  person: Person | null
  /** For whom he or she would ask now: as the person is kept, or else by the domain; none that is out of use. */
  company: { id: number, name: string } | null
}

/** Who asks from an address, and for which company, in one statement. */
export async function findAsker (reader: Pick<Reader, 'query' | 'dataSource'>, address: string): Promise<Asker> {
  const email = address.trim().toLowerCase()
  const [row = {}] = await reader.query(
    `SELECT p.*, c.id AS askedForId, c.name AS askedForName FROM (SELECT 1 AS one) asked LEFT JOIN people p ON p.email = ?
     LEFT JOIN companies c ON c.is_active = 1 AND c.id = CASE WHEN p.id IS NULL THEN (SELECT company_id FROM company_domains WHERE domain = ?) ELSE p.company_id END`,
    [email, domainOf(email)]
  ) as Array<{ id?: number | null, askedForId?: number | null, askedForName?: string }>
  return {
    person: row.id == null ? null : toRow(reader, Person, row),
    company: row.askedForId == null ? null : { id: row.askedForId, name: row.askedForName ?? '' }
  }
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
