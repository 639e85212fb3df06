import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { isDuplicate } from '../../platform/database/retry.js'
import { InvalidFields } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { CompanyDomain } from '../company-domain.entity.js'
import { Company } from '../company.entity.js'
import { findAgentChoice, findDomainOwner, listDomains } from '../company.queries.js'
import { examineDomains } from '../mail-domain.js'

export interface CompanyForm {
  name: string
  /** As typed; see {@link examineDomains}. */
  domains: string[]
  note: string
  accountManagerId: number | null
  colleaguesSee: boolean
}

const mostDomains = 100
const longestNote = 4000

/**
 * Adds a company, or changes it. Whose address has one of its domains joins it by a job soon after, and whoever
 * had joined by a domain that is gone leaves; those who were put there by hand stay.
 *
 * @throws InvalidFields when the name or a domain is taken, a text is no domain, anybody can get an address at it, or the account manager has left.
 * @throws Stale, NotFound
 */
export async function saveCompany (ctx: Context, id: number | null, form: CompanyForm, version: number): Promise<Company> {
  try {
    return await ctx.db.transaction(async manager => save(ctx, manager, id, form, version))
  } catch (error) {
    if (!isDuplicate(error)) throw error
    // Of two who choose a name or a domain at once, the key decides. Who comes second is told which it was.
    const checks = new FieldChecks()
    await noteTaken(checks, ctx.db.read, id, examineDomains(form.domains).domains)
    checks.refuse()
    throw new InvalidFields({ name: { key: 'refusal.name_taken' } })
  }
}

async function save (ctx: Context, manager: EntityManager, id: number | null, form: CompanyForm, version: number): Promise<Company> {
  const company = id === null ? Object.assign(new Company(), { isActive: true, createdAt: ctx.clock.now(), version: 0, accountManagerId: null }) : await lockVersion(manager, Company, id, version)
  const { domains, ...values } = await checkCompany(manager, id, company.accountManagerId, form)
  const former = id === null ? [] : await listDomains(manager, id)
  const before = id === null ? {} : await auditedOf(manager, company, former)

  await manager.save(Object.assign(company, values, { version: company.version + 1 }))
  const gone = former.filter(domain => !domains.includes(domain))
  const fresh = domains.filter(domain => !former.includes(domain))
  for (const domain of gone) await manager.delete(CompanyDomain, { domain })
  if (fresh.length > 0) await manager.insert(CompanyDomain, fresh.map(domain => ({ domain, companyId: company.id })))
  if (gone.length + fresh.length > 0) await enqueue(manager, 'match-people', { afterId: 0 }, ctx.clock.now())

  await recordChange(manager, ctx, {
    action: id === null ? 'company.created' : 'company.updated', subjectType: 'company', subjectId: company.id, subjectName: company.name, before, after: await auditedOf(manager, company, domains)
  })
  return company
}

async function checkCompany (manager: EntityManager, id: number | null, formerManagerId: number | null, form: CompanyForm): Promise<CompanyForm> {
  const checks = new FieldChecks()
  const name = checks.name('name', form.name, 190)
  const { domains, unreadable, open } = examineDomains(form.domains)
  if (unreadable !== null) checks.note('domains', 'companies.domain.none', { text: unreadable.slice(0, 190) })
  if (open !== null) checks.note('domains', 'companies.domain.open', { domain: open })
  if (domains.length > mostDomains) checks.note('domains', 'companies.domain.too_many', { limit: mostDomains, count: domains.length })
  else await noteTaken(checks, manager, id, domains)
  const note = form.note.toWellFormed().replace(/\r\n?/g, '\n').trim()
  if (note.length > longestNote) checks.note('note', 'refusal.too_long', { limit: longestNote, length: note.length })
  if (form.accountManagerId !== null) {
    const chosen = await findAgentChoice(manager, form.accountManagerId)
    if (chosen === null) checks.note('accountManagerId', 'refusal.not_a_choice')
    else if (!chosen.isActive && form.accountManagerId !== formerManagerId) checks.note('accountManagerId', 'companies.manager.left', { name: chosen.name })
  }
  checks.refuse()
  return { name, domains, note, accountManagerId: form.accountManagerId, colleaguesSee: form.colleaguesSee }
}

async function noteTaken (checks: FieldChecks, reader: Pick<EntityManager, 'query'>, id: number | null, domains: readonly string[]): Promise<void> {
  const taken = await findDomainOwner(reader, domains, id ?? 0)
  if (taken !== null) checks.note('domains', taken.isActive ? 'companies.domain.taken' : 'companies.domain.taken_archived', { domain: taken.domain, company: taken.company })
}

/** As a reader of the history of changes knows it: people by name. */
async function auditedOf (manager: EntityManager, { name, note, accountManagerId, colleaguesSee }: Company, domains: readonly string[]) {
  const accountManager = accountManagerId === null ? null : await findAgentChoice(manager, accountManagerId)
  return { name, domains: [...domains].sort(), note, accountManager: accountManager?.name ?? null, colleaguesSee }
}
