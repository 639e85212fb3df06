import type { Platform } from '../platform/context.js'
import { hashPassword } from '../platform/security/passwords.js'
import { DemoClock } from './demo-clock.js'
import { createDemoArticles } from './demo-articles.js'
import { createDemoCompanies } from './demo-companies.js'
import { createDemoOrganisation, demoPassword, type DemoOrganisation } from './demo-organisation.js'
import { createDemoPlans } from './demo-plans.js'
import { createDemoRules } from './demo-rules.js'
import { createDemoTickets } from './demo-tickets.js'

/**
 * Builds the small named world that the sample desk, the tests and the pictures share: Riverside
 * University, its agents Ana, Ben and Nadia, and at least one ticket in every state.
 */
export async function createDemoWorld (platform: Platform): Promise<DemoOrganisation> {
  const today = platform.clock.now()
  const passwordHash = await hashPassword(demoPassword)
  const organisation = await platform.db.transaction(async manager => createDemoOrganisation(manager, passwordHash, today))
  await createDemoCompanies(platform, organisation)
  await createDemoArticles(platform, organisation)
  await createDemoRules(platform, organisation)
  await createDemoPlans(platform, organisation, today)
  await createDemoTickets({ ...platform, clock: new DemoClock(today) }, organisation, today)
  return organisation
}
