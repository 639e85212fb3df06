import { Agent } from '../../src/accounts/agent.entity.js'
import { archiveCompany, restoreCompany } from '../../src/companies/commands/archive-company.js'
import { saveCompany } from '../../src/companies/commands/save-company.js'
import { findAccountManager, findCompany, listCompanyChoices } from '../../src/companies/company.queries.js'
import { lastChange, payloadsOf } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld } from '../support/world.js'
import { addCompany, riverside } from './support.js'

inWorld('a company is added and changed, with its domains and who looks after it', async (t, world) => {
  const { ana, ben, platform } = world
  const { id } = await saveCompany(world.as(ana), null, { ...riverside, domains: ['Riverside.example', ' @cs.riverside.example'], accountManagerId: ben.id, note: ' Contract until May. ' }, 0)
  t.match(await findCompany(platform.db.read, id), { company: { name: 'Riverside', note: 'Contract until May.', accountManagerId: ben.id, colleaguesSee: false, version: 1 }, domains: ['cs.riverside.example', 'riverside.example'] })
  t.same(await findAccountManager(platform.db.read, id), { id: ben.id, name: 'Ben Ortiz' })

  await saveCompany(world.as(ana), id, { ...riverside, name: 'Riverside University', domains: ['riverside.example'], colleaguesSee: true }, 1)
  t.same((await lastChange(world, 'company'))?.difference, {
    name: { before: 'Riverside', after: 'Riverside University' }, domains: { before: ['cs.riverside.example', 'riverside.example'], after: ['riverside.example'] },
    note: { before: 'Contract until May.', after: '' }, accountManager: { before: 'Ben Ortiz', after: null }, colleaguesSee: { before: false, after: true }
  })
  t.equal((await payloadsOf(world, 'match-people')).length, 2)
  await saveCompany(world.as(ana), id, { ...riverside, name: 'Riverside' }, 2)
  t.equal((await payloadsOf(world, 'match-people')).length, 2, 'where no domain changed, nobody is moved')
})

inWorld('what does not hold is told field by field', async (t, world) => {
  const ctx = world.as(world.ana)
  const save = async (values: Partial<typeof riverside>) => refused(async () => saveCompany(ctx, null, { ...riverside, ...values }, 0))
  t.same(await save({ name: ' ', domains: ['no domain'], note: 'x'.repeat(4001), accountManagerId: 99 }), [
    'name refusal.name_missing', 'domains companies.domain.none', 'note refusal.too_long', 'accountManagerId refusal.not_a_choice'
  ])
  t.same(await save({ domains: ['example.org', 'GMail.com'] }), ['domains companies.domain.open'])
  t.same(await save({ domains: Array.from({ length: 101 }, (_, place) => `d${place}.example`) }), ['domains companies.domain.too_many'])

  const { id } = await addCompany(world)
  t.same(await save({ domains: [] }), ['name refusal.name_taken'])
  t.same(await save({ name: 'Another', domains: ['other.example', 'RIVERSIDE.example'] }), ['domains companies.domain.taken'])
  t.same(await refused(async () => saveCompany(ctx, id, riverside, 7)), ['refusal.stale'])
  t.same(await refused(async () => saveCompany(ctx, 999, riverside, 1)), ['refusal.not_found'])
})

inWorld('of two who take a domain at once, one is told whose it is', async (t, world) => {
  const ctx = world.as(world.ana)
  const outcomes = await Promise.all(['One', 'Two'].map(async name => refused(async () => saveCompany(ctx, null, { ...riverside, name }, 0))))
  t.same(outcomes.flat(), ['domains companies.domain.taken'])
})

inWorld('an account manager who has left looks after nobody, may stay noted and cannot be chosen', async (t, world) => {
  const { ana, ben, platform } = world
  const { id } = await addCompany(world, { accountManagerId: ben.id })
  await platform.db.transaction(async manager => manager.update(Agent, { id: ben.id }, { isActive: false }))

  t.equal(await findAccountManager(platform.db.read, id), null)
  t.same(await refused(async () => saveCompany(world.as(ana), id, { ...riverside, name: 'River', accountManagerId: ben.id }, 1)), [])
  t.same(await refused(async () => saveCompany(world.as(ana), null, { ...riverside, domains: [], accountManagerId: ben.id }, 0)), ['accountManagerId companies.manager.left'])
})

inWorld('a company out of use is not offered, keeps its domains, and comes back', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = await addCompany(world)
  await archiveCompany(ctx, { id, version: 1 })
  t.same(await listCompanyChoices(world.platform.db.read), [])
  t.match(await lastChange(world, 'company'), { action: 'company.archived', subjectName: 'Riverside' })
  t.same(await refused(async () => saveCompany(ctx, null, { ...riverside, name: 'Another' }, 0)), ['domains companies.domain.taken_archived'])
  t.same(await refused(async () => restoreCompany(ctx, { id, version: 1 })), ['refusal.stale'])
  await restoreCompany(ctx, { id, version: 2 })
  t.same(await listCompanyChoices(world.platform.db.read), [{ id, name: 'Riverside' }])
})
