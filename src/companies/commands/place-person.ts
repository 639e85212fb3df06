import type { EntityManager } from 'typeorm'
import { forgetActor } from '../../accounts/actor.queries.js'
import { findOrCreatePerson } from '../../accounts/commands/find-or-create-person.js'
import { Person } from '../../accounts/person.entity.js'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { isEmailAddress } from '../../platform/email-address.js'
import { InvalidFields, NotFound, Refusal } from '../../platform/errors.js'
import { Company } from '../company.entity.js'

/**
 * Puts the person with an address into a company by hand, made when there is none yet. From now on no domain moves the person.
 *
 * @returns the person, and the company that it left for this one.
 * @throws InvalidFields when the text is no address, Refusal when the company is out of use, NotFound
 */
export async function addMember (ctx: Context, { companyId, email }: { companyId: number, email: string }): Promise<{ person: Person, left: string | null }> {
  if (!isEmailAddress(email)) throw new InvalidFields({ email: { key: 'companies.member.bad_address' } })

  const placed = await ctx.db.transaction(async manager => {
    const { id } = await findOrCreatePerson(manager, { name: '', email }, ctx.clock.now())
    const person = await lockOne(manager, Person, { id })
    if (person === null) throw new NotFound()
    const left = await nameOf(manager, person.companyId)
    await placePerson(ctx, manager, person, companyId)
    return { person, left: person.companyId === companyId ? null : left }
  })
  forgetActor(ctx.db, { personId: placed.person.id })
  return placed
}

/** Takes a person out of a company by hand, also when the domain would say otherwise. Harmless when the person is not in it. @throws NotFound */
export async function removeMember (ctx: Context, { companyId, personId }: { companyId: number, personId: number }): Promise<Person> {
  const person = await ctx.db.transaction(async manager => {
    const person = await lockOne(manager, Person, { id: personId })
    if (person === null) throw new NotFound()
    if (person.companyId === companyId) await placePerson(ctx, manager, person, null)
    return person
  })
  forgetActor(ctx.db, { personId })
  return person
}

/** Says by hand where a person belongs, with a line for the history of changes. The row is held by the caller. @throws Refusal when the company is out of use, NotFound */
async function placePerson (ctx: Context, manager: EntityManager, person: Person, companyId: number | null): Promise<void> {
  const company = companyId === null ? null : await findCompanyInUse(manager, companyId)
  const before = await nameOf(manager, person.companyId)
  await manager.update(Person, { id: person.id }, { companyId, companyByHand: true, version: person.version + 1 })
  await recordChange(manager, ctx, {
    action: 'person.updated', subjectType: 'person', subjectId: person.id, subjectName: person.name,
    before: { company: before, companyByHand: person.companyByHand }, after: { company: company?.name ?? null, companyByHand: true }
  })
}

/** @throws NotFound, Refusal */
async function findCompanyInUse (manager: EntityManager, id: number): Promise<Company> {
  const company = await manager.findOneBy(Company, { id })
  if (company === null) throw new NotFound()
  if (!company.isActive) throw new Refusal('companies.member.archived', { status: 409, values: { company: company.name } })
  return company
}

async function nameOf (manager: EntityManager, companyId: number | null): Promise<string | null> {
  return companyId === null ? null : (await manager.findOneBy(Company, { id: companyId }))?.name ?? null
}
