import { forgetActor } from '../../accounts/actor.queries.js'
import { Person } from '../../accounts/person.entity.js'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { locales } from '../../words/catalogue.js'
import { Company } from '../company.entity.js'

export interface PersonEdit {
  name: string
  phone: string
  /** Null follows the browser. */
  locale: string | null
  companyId: number | null
}

/**
 * Changes what is known of a requester. The address stays: it is who the person is, and what was proven. Another
 * company than before is said by hand from now on.
 *
 * @throws InvalidFields when a text does not hold or the company is none, or out of use and new to the person.
 * @throws Stale, NotFound
 */
export async function editPerson (ctx: Context, { id, version, ...edit }: PersonEdit & { id: number, version: number }): Promise<Person> {
  const person = await ctx.db.transaction(async manager => {
    const person = await lockVersion(manager, Person, id, version)
    const checks = new FieldChecks()
    const name = checks.name('name', edit.name, 190)
    const phone = checks.line('phone', edit.phone, 60)
    const locale = checks.choice('locale', edit.locale, [null, ...locales])
    const [before, after] = [await companyOf(person.companyId), await companyOf(edit.companyId)]
    if (edit.companyId !== null && (after === null || (!after.isActive && edit.companyId !== person.companyId))) checks.note('companyId', 'refusal.not_a_choice')
    checks.refuse()

    const moved = edit.companyId !== person.companyId
    const values = { name, phone: phone || null, locale, companyId: edit.companyId, companyByHand: moved || person.companyByHand, version: person.version + 1 }
    await recordChange(manager, ctx, {
      action: 'person.updated', subjectType: 'person', subjectId: id, subjectName: name,
      before: { name: person.name, phone: person.phone, locale: person.locale, company: before?.name ?? null, companyByHand: person.companyByHand },
      after: { name, phone: values.phone, locale, company: after?.name ?? null, companyByHand: values.companyByHand }
    })
    await manager.update(Person, { id }, values)
    return Object.assign(person, values)

    async function companyOf (companyId: number | null): Promise<Company | null> {
      return companyId === null ? null : manager.findOneBy(Company, { id: companyId })
    }
  })
  forgetActor(ctx.db, { personId: id })
  return person
}
