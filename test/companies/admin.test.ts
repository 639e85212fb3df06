import { Person } from '../../src/accounts/person.entity.js'
import { archiveCompany } from '../../src/companies/commands/archive-company.js'
import { addMember } from '../../src/companies/commands/place-person.js'
import { voidLinks } from '../../src/companies/commands/void-links.js'
import { listPeople } from '../../src/companies/people-list.queries.js'
import { ticketLinkPath } from '../../src/tickets/mailed-links.js'
import { findLinkHolder } from '../../src/tickets/mailed-links.queries.js'
import { lastChange } from '../support/history.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { refused } from '../support/refused.js'
import { planOf, statementsOf } from '../support/statements.js'
import { inWorld, type World } from '../support/world.js'
import { addCompany, kept } from './support.js'
import type { Test } from 'tap'

/** The admin panel as Ana sees it. */
async function panel (t: Test, { platform, ana }: World) {
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(platform, { agentId: ana.id })
  return {
    get: async (url: string) => app.inject({ url, headers: { cookie } }),
    post: async (url: string, values: Record<string, string> | string) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload: typeof values === 'string' ? values : new URLSearchParams(values).toString() })
  }
}

inWorld('a company is made, found again and given members on pages', async (t, world) => {
  const { get, post } = await panel(t, world)
  const form = formWith((await get('/admin/companies/new')).body, 'name')
  const bad = await post(form.action, bodyOf(form, { name: 'Kestrel', domains: 'kestrel.example\ngmail.com' }))
  t.equal(bad.statusCode, 422)
  t.match(bad.body, 'Anybody can get an address at gmail.com')
  t.match(bad.body, 'kestrel.example\ngmail.com', 'what was typed stays')
  t.equal((await post(form.action, bodyOf(form, { name: 'Kestrel', domains: 'kestrel.example', colleaguesSee: 'yes' }))).statusCode, 303)
  await world.ask({ requester: { name: 'Kim', email: 'kim@kestrel.example' } })

  for (const words of ['kest', 'TREL.EX']) t.match((await get(`/admin/companies?q=${words}`)).body, /Kestrel[^]*kestrel\.example/)
  t.match((await get('/admin/companies?q=%25')).body, 'No company has “%”')
  const { id } = await addCompany(world)
  t.match((await get(`/admin/companies/${id}`)).body, '1 person belongs to it.', 'Maria, by domain')

  const path = `/admin/companies/${id}/members`
  t.match((await post(path, { email: 'nobody' })).body, 'Enter one address')
  t.equal((await post(path, { email: 'kim@kestrel.example' })).statusCode, 303)
  t.match((await get(path)).body, /kim@kestrel\.example<\/td><td>by hand/)
  const kim = await kept(world, 'kim@kestrel.example')
  t.equal((await post(`${path}/${kim.id}/removal`, {})).statusCode, 303)
  t.notMatch((await get(path)).body, 'kim@kestrel.example')
  await archiveCompany(world.as(world.ana), { id, version: 1 })
  t.match((await post(path, { email: 'kim@kestrel.example' })).body, 'Riverside is out of use and takes nobody in')
})

inWorld('ten thousand members are walked a page at a time, each once, also those of one name', async (t, world) => {
  const { id } = await addCompany(world)
  await world.platform.db.transaction(async manager => {
    for (let from = 1; from <= 10_000; from += 1000) {
      const rows = Array.from({ length: 1000 }, (_, place) => from + place)
      await manager.query(`INSERT INTO people (name, email, company_id, created_at) VALUES ${rows.map(() => '(?, ?, ?, 0)').join(', ')}`, rows.flatMap(each => [each % 3 === 0 ? 'Maria' : `Member ${each}`, `m${each}@riverside.example`, id]))
    }
  })
  const seen = new Set<number>()
  let pages = 0
  for (let after = null as { name: string, id: number } | null; ;) {
    const { people, next } = await listPeople(world.platform.db.read, { companyId: id, after, limit: 500 })
    for (const person of people) seen.add(person.id)
    pages += 1
    if (next === null) break
    after = next
  }
  t.same([seen.size, pages], [10_000, 20])

  const [search] = await statementsOf(world.platform, async () => listPeople(world.platform.db.read, { words: 'a part of nobody' }))
  const plan = await planOf(world.platform, search!)
  t.ok(plan.some(step => /SCAN p USING COVERING INDEX ix_people_name_id_email_company_id|^p index ix_people_name_id_email_company_id .*Using index/.test(step)), `a part of a name is looked for within an index: ${plan.join('; ')}`)

  const { get } = await panel(t, world)
  const first = (await get(`/admin/companies/${id}/members`)).body
  t.equal(first.match(/\/removal"/g)?.length, 50)
  const next = /href="([^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  t.equal((await get(next)).body.match(/\/removal"/g)?.length, 50)
  t.match((await get('/admin/companies')).body, '1,000+')
})

inWorld('a requester is found, changed, and loses nothing to a second admin', async (t, world) => {
  const { get, post } = await panel(t, world)
  const { id: companyId } = await addCompany(world)
  const ticket = await world.ask({ requester: { name: 'Olu Adeyemi', email: 'olu@elsewhere.example' } })
  await world.person('Maria')
  const olu = await kept(world, 'olu@elsewhere.example')
  for (const words of ['adeyemi', 'olu@else', 'Olu', 'OLU@elsewhere.example']) {
    const { body } = await get(`/admin/people?q=${encodeURIComponent(words)}`)
    t.match(body, `/admin/people/${olu.id}`)
    t.notMatch(body, 'maria@riverside.example')
  }
  t.match((await get('/admin/people?q=riversi')).body, 'maria@riverside.example', 'by the name of the company')

  const path = `/admin/people/${olu.id}`
  const page = (await get(path)).body
  t.match(page, ticket.number)
  t.match(page, 'address not proven yet')
  const form = formWith(page, 'phone')
  t.match((await post(form.action, bodyOf(form, { name: ' ' }))).body, 'Enter a name')
  t.equal((await post(form.action, bodyOf(form, { name: 'Olu A.', phone: '0151 1', locale: 'de', companyName: 'rivers' }))).statusCode, 303)
  t.match(await kept(world, 'olu@elsewhere.example'), { name: 'Olu A.', phone: '0151 1', locale: 'de', companyId, companyByHand: true })
  t.match((await lastChange(world, 'person'))?.difference, { name: { before: 'Olu Adeyemi', after: 'Olu A.' }, company: { before: null, after: 'Riverside' } })
  const late = await post(form.action, bodyOf(form, { name: 'Late' }))
  t.equal(late.statusCode, 409)
  t.match(late.body, 'value="Late"')
  t.same((await post(path, { version: '2', name: 'Olu', companyName: 'Nobody & Sons' })).statusCode, 422)
  t.equal((await get('/admin/people/999999')).statusCode, 404)
})

inWorld('mailed links are made void, and whoever came by them is out', async (t, world) => {
  const { platform } = world
  const ticket = await world.ask()
  const { id: personId, linkEpoch } = await kept(world, 'maria@riverside.example')
  const signed = ticketLinkPath(platform.signer, 'ticket', { ticketId: ticket.id, personId, linkEpoch }, platform.clock.now()).replace('/r/', '')
  const holder = async () => findLinkHolder(platform.db.read, platform.signer, 'ticket', signed, platform.clock.now())
  const cookie = await cookieFor(platform, { personId })
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  t.equal((await app.inject({ url: '/requests', headers: { cookie } })).statusCode, 200)
  t.match(await holder(), { state: 'good' })

  await voidLinks(world.as(world.ana), { id: personId, version: 1 })
  t.equal(await holder(), null)
  t.equal((await app.inject({ url: '/requests', headers: { cookie } })).statusCode, 303)
  t.match(await lastChange(world, 'person'), { action: 'person.links_voided', subjectName: 'Maria' })
  t.same(await refused(async () => voidLinks(world.as(world.ana), { id: personId, version: 1 })), ['refusal.stale'])
})

inWorld('whoever may not look after people sees none of these pages', async (t, world) => {
  const { id } = await addCompany(world)
  await addMember(world.as(world.ana), { companyId: id, email: 'kim@kestrel.example' })
  const { platform } = world
  await platform.db.transaction(async manager => manager.query("UPDATE agents SET admin_rights = '[\"mail\"]' WHERE id = ?", [world.ben.id]))
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(platform, { agentId: world.ben.id })
  const person = await platform.db.read.findOneByOrFail(Person, {})
  for (const url of ['/admin/companies', `/admin/companies/${id}`, `/admin/companies/${id}/members`, '/admin/people', `/admin/people/${person.id}`]) {
    t.equal((await app.inject({ url, headers: { cookie } })).statusCode, 404, url)
  }
})
