import { loadRequesterActor } from '../../src/accounts/actor.queries.js'
import { archiveCompany } from '../../src/companies/commands/archive-company.js'
import { matchPeople } from '../../src/companies/commands/match-people.js'
import { addMember, removeMember } from '../../src/companies/commands/place-person.js'
import { saveCompany } from '../../src/companies/commands/save-company.js'
import { lastChange } from '../support/history.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'
import { addCompany, kept, riverside, verify } from './support.js'

const reads = async ({ platform }: World, id: number): Promise<number | null> => (await loadRequesterActor(platform.db.read, id, null))?.readsCompanyId ?? null

inWorld('who writes for the first time belongs to the company of the domain, and so does the ticket', async (t, world) => {
  const { id } = await addCompany(world)
  const ticket = await world.ask()
  t.equal(ticket.companyId, id)
  t.match(await kept(world, 'maria@riverside.example'), { companyId: id, companyByHand: false })
  for (const email of ['olu@students.riverside.example', 'olu@notriverside.example', 'olu@example']) {
    t.equal((await world.ask({ requester: { name: 'Olu', email } })).companyId, null, email)
  }
})

inWorld('who was known before joins when the company gets the domain, and leaves with it; tickets stay', async (t, world) => {
  const before = await world.ask()
  const { id } = await addCompany(world)
  t.equal((await kept(world, 'maria@riverside.example')).companyId, id)
  t.equal(before.companyId, null)
  const after = await world.ask()
  t.equal(after.companyId, id)

  await saveCompany(world.as(world.ana), id, { ...riverside, domains: [] }, 1)
  await matchPeople(world.platform, { afterId: 0 })
  t.equal((await kept(world, 'maria@riverside.example')).companyId, null)
  t.same(await world.platform.db.read.query('SELECT company_id FROM tickets ORDER BY id'), [{ company_id: null }, { company_id: id }])
})

inWorld('people are matched a stretch at a time, however many they are', async (t, world) => {
  const { platform } = world
  await world.person('Maria')
  await platform.db.transaction(async manager => manager.query("INSERT INTO people (id, name, email, created_at) VALUES (20500, 'Last', 'last@riverside.example', 0)"))
  const { id } = await addCompany(world)
  t.same([(await kept(world, 'maria@riverside.example')).companyId, (await kept(world, 'last@riverside.example')).companyId], [id, null])
  await matchPeople(platform, { afterId: 20_000 })
  t.equal((await kept(world, 'last@riverside.example')).companyId, id)
})

inWorld('what was said by hand stands against the domain', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = await addCompany(world)
  const other = await addCompany(world, { name: 'Other', domains: [] })
  const maria = await world.person('Maria')

  t.match(await addMember(ctx, { companyId: other.id, email: 'Maria@riverside.example' }), { left: 'Riverside' })
  t.match(await lastChange(world, 'person'), { action: 'person.updated', difference: { company: { before: 'Riverside', after: 'Other' } } })
  await matchPeople(world.platform, { afterId: 0 })
  t.equal((await kept(world, 'maria@riverside.example')).companyId, other.id)

  await removeMember(ctx, { companyId: id, personId: maria.id })
  t.equal((await kept(world, 'maria@riverside.example')).companyId, other.id, 'nobody is taken out of a company that was left meanwhile')
  await removeMember(ctx, { companyId: other.id, personId: maria.id })
  await matchPeople(world.platform, { afterId: 0 })
  t.equal((await kept(world, 'maria@riverside.example')).companyId, null)
})

inWorld('a member may be somebody whom nobody knows yet, and has to have an address', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = await addCompany(world)
  t.same(await refused(async () => addMember(ctx, { companyId: id, email: 'Maria Okafor' })), ['email companies.member.bad_address'])
  await addMember(ctx, { companyId: id, email: 'freelance@elsewhere.example' })
  t.match(await kept(world, 'freelance@elsewhere.example'), { companyId: id, companyByHand: true })
})

inWorld('a domain lets nobody read before the address was proven; a hand does at once', async (t, world) => {
  const { id } = await addCompany(world, { colleaguesSee: true })
  const maria = await world.person('Maria')
  t.equal(await reads(world, maria.id), null)
  await verify(world, maria.email)
  t.equal(await reads(world, maria.id), id)
  t.notOk((await loadRequesterActor(world.platform.db.read, maria.id, 12))?.readsCompanyId, 'a mailed link opens one ticket')

  const { person } = await addMember(world.as(world.ana), { companyId: id, email: 'freelance@elsewhere.example' })
  t.equal(await reads(world, person.id), id)
})

inWorld('nobody reads where colleagues do not see each other, the company is out of use or the domain is gone', async (t, world) => {
  const ctx = world.as(world.ana)
  const { id } = await addCompany(world, { colleaguesSee: true })
  const maria = await world.person('Maria')
  await verify(world, maria.email)
  await saveCompany(ctx, id, { ...riverside, colleaguesSee: true, domains: [] }, 1)
  t.equal(await reads(world, maria.id), null, 'also before the job has run')
  await saveCompany(ctx, id, { ...riverside, colleaguesSee: false }, 2)
  t.equal(await reads(world, maria.id), null)
  await saveCompany(ctx, id, { ...riverside, colleaguesSee: true }, 3)
  t.equal(await reads(world, maria.id), id)
  await archiveCompany(ctx, { id, version: 4 })
  t.equal(await reads(world, maria.id), null)
})

inWorld('tickets go on coming when the company is out of use, and belong to nobody', async (t, world) => {
  const { id } = await addCompany(world)
  await world.ask()
  await archiveCompany(world.as(world.ana), { id, version: 1 })
  t.equal((await world.ask()).companyId, null)
  t.equal((await world.ask({ requester: { name: 'New', email: 'new@riverside.example' } })).companyId, null)
  t.same(await refused(async () => addMember(world.as(world.ana), { companyId: id, email: 'late@riverside.example' })), ['companies.member.archived'])
})
