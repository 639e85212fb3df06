import { loadAgentActor } from '../accounts/actor.queries.js'
import { findOrCreatePerson } from '../accounts/commands/find-or-create-person.js'
import { addMember } from '../companies/commands/place-person.js'
import { saveCompany } from '../companies/commands/save-company.js'
import { system } from '../platform/actor.js'
import { withActor, type Platform } from '../platform/context.js'
import type { DemoOrganisation } from './demo-organisation.js'

/** A faculty whose members see each other's requests, two of them by hand, and a firm from outside. */
export async function createDemoCompanies (platform: Platform, { agents: { ana, ben } }: DemoOrganisation): Promise<void> {
  const ctx = withActor(platform, await loadAgentActor(platform.db.read, ana.id) ?? system)
  const arts = await saveCompany(ctx, null, {
    name: 'Faculty of Arts', domains: ['arts.riverside.example'], accountManagerId: ana.id, colleaguesSee: true, note: 'Exam weeks in January and July: print jobs go first.'
  }, 0)
  await saveCompany(ctx, null, { name: 'Kestrel Publishing', domains: ['kestrel.example'], accountManagerId: ben.id, colleaguesSee: false, note: '' }, 0)

  for (const person of [{ name: 'Maria Keller', email: 'maria.keller@riverside.example' }, { name: 'Lucía Fernández', email: 'lucia.fernandez@riverside.example' }]) {
    await platform.db.transaction(async manager => findOrCreatePerson(manager, person, platform.clock.now()))
    await addMember(ctx, { companyId: arts.id, email: person.email })
  }
}
