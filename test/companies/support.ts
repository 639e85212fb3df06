import { saveCompany, type CompanyForm } from '../../src/companies/commands/save-company.js'
import { matchPeople } from '../../src/companies/commands/match-people.js'
import type { Company } from '../../src/companies/company.entity.js'
import { Person } from '../../src/accounts/person.entity.js'
import type { World } from '../support/world.js'

export const riverside: CompanyForm = { name: 'Riverside', domains: ['riverside.example'], note: '', accountManagerId: null, colleaguesSee: false }

/** A company by hand of Ana, with whoever belongs to it by domain in it. */
export async function addCompany (world: World, values: Partial<CompanyForm> = {}): Promise<Company> {
  const company = await saveCompany(world.as(world.ana), null, { ...riverside, ...values }, 0)
  await matchPeople(world.platform, { afterId: 0 })
  return company
}

/** A person as it is kept. */
export const kept = async ({ platform }: World, email: string): Promise<Person> => platform.db.read.findOneByOrFail(Person, { email })

/** Notes that a person proved the address. */
export async function verify ({ platform }: World, email: string): Promise<void> {
  await platform.db.transaction(async manager => manager.update(Person, { email }, { verifiedAt: platform.clock.now() }))
}
