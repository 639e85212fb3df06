import { In } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import { CompanyDomain } from './company-domain.entity.js'
import { Company } from './company.entity.js'
import { readMailDomain } from './mail-domain.js'
import { matching } from './name-order.js'

interface Search { name: string | null, domain: string | null, before: number | null, limit: number }

/** A page of companies with their domains, the newest first: those with a text in their name, or the one that has a domain. */
export async function listCompanyRecords (reader: Reader, { name, domain, before, limit }: Search): Promise<Array<{ company: Company, domains: string[] }>> {
  const conditions: Array<[string, Array<string | number>]> = [
    ...name === null ? [] : [["c.name LIKE ? ESCAPE '!'", [matching(name.trim())]] as [string, string[]]],
    ...domain === null ? [] : [['c.id IN (SELECT company_id FROM company_domains WHERE domain = ?)', [readMailDomain(domain) ?? '']] as [string, string[]]],
    ...before === null ? [] : [['c.id < ?', [before]] as [string, number[]]]
  ]
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`
  const ids = (await reader.query(`SELECT c.id FROM companies c ${where} ORDER BY c.id DESC LIMIT ?`, [...conditions.flatMap(([, values]) => values), limit]) as Array<{ id: number }>).map(({ id }) => id)
  if (ids.length === 0) return []

  const companies = await reader.find(Company, { where: { id: In(ids) }, order: { id: 'DESC' } })
  const domains = await reader.find(CompanyDomain, { where: { companyId: In(ids) }, order: { domain: 'ASC' } })
  return companies.map(company => ({ company, domains: domains.filter(({ companyId }) => companyId === company.id).map(({ domain }) => domain) }))
}

export interface MemberRecord { id: number, name: string, email: string, byHand: boolean, isProven: boolean }

/** A page of the members of a company, the newest first. */
export async function listMemberRecords (reader: Pick<Reader, 'query'>, companyId: number, { before, limit }: { before: number | null, limit: number }): Promise<MemberRecord[]> {
  const rows = await reader.query(
    `SELECT id, name, email, company_by_hand AS byHand, CASE WHEN verified_at IS NULL THEN 0 ELSE 1 END AS isProven FROM people WHERE company_id = ?${before === null ? '' : ' AND id < ?'} ORDER BY id DESC LIMIT ?`,
    [companyId, ...before === null ? [] : [before], limit]
  ) as Array<Omit<MemberRecord, 'byHand' | 'isProven'> & { byHand: number, isProven: number }>
  return rows.map(row => ({ ...row, byHand: Boolean(row.byHand), isProven: Boolean(row.isProven) }))
}
