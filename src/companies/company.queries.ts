import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Company } from './company.entity.js'
import { CompanyDomain } from './company-domain.entity.js'

/** A company with its domains by name. @throws NotFound */
export async function findCompany (reader: Reader, id: number): Promise<{ company: Company, domains: string[] }> {
  const company = await reader.findOneBy(Company, { id })
  if (company === null) throw new NotFound()
  return { company, domains: await listDomains(reader, id) }
}

/** The mail domains of a company by name. */
export async function listDomains (reader: Pick<Reader, 'find'>, companyId: number): Promise<string[]> {
  return (await reader.find(CompanyDomain, { where: { companyId }, order: { domain: 'ASC' } })).map(({ domain }) => domain)
}

/** The agent who looks after a company in use; null when there is none or it has left. */
export async function findAccountManager (reader: Pick<Reader, 'query'>, companyId: number): Promise<{ id: number, name: string } | null> {
  const [row] = await reader.query(
    'SELECT a.id, a.name FROM companies c JOIN agents a ON a.id = c.account_manager_id WHERE c.id = ? AND c.is_active = 1 AND a.is_active = 1', [companyId]
  ) as Array<{ id: number, name: string }>
  return row ?? null
}

/** An agent, also one who has left; null when there is none. */
export async function findAgentChoice (reader: Pick<Reader, 'query'>, id: number): Promise<{ name: string, isActive: boolean } | null> {
  const [row] = await reader.query('SELECT name, is_active AS isActive FROM agents WHERE id = ?', [id]) as Array<{ name: string, isActive: number }>
  return row === undefined ? null : { name: row.name, isActive: Number(row.isActive) === 1 }
}

/** The first of these domains that another company has, with its name. */
export async function findDomainOwner (reader: Pick<Reader, 'query'>, domains: readonly string[], exceptId: number): Promise<{ domain: string, company: string, isActive: boolean } | null> {
  if (domains.length === 0) return null
  const [row] = await reader.query(
    `SELECT d.domain, c.name AS company, c.is_active AS isActive FROM company_domains d JOIN companies c ON c.id = d.company_id
     WHERE d.domain IN (${domains.map(() => '?').join(', ')}) AND d.company_id <> ? ORDER BY d.domain LIMIT 1`, [...domains, exceptId]
  ) as Array<{ domain: string, company: string, isActive: number }>
  return row === undefined ? null : { ...row, isActive: Number(row.isActive) === 1 }
}

export interface CompanyChoice { id: number, name: string }

/** Companies in use to choose from, by name. */
export async function listCompanyChoices (reader: Pick<Reader, 'query'>): Promise<CompanyChoice[]> {
  return reader.query('SELECT id, name FROM companies WHERE is_active = 1 ORDER BY name, id') as Promise<CompanyChoice[]>
}
