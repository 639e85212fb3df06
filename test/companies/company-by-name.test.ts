import { archiveCompany } from '../../src/companies/commands/archive-company.js'
import { Rule } from '../../src/rules/rule.entity.js'
import { SlaPolicy } from '../../src/sla/sla-policy.entity.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld, type World } from '../support/world.js'
import { addCompany, kept } from './support.js'
import type { Test } from 'tap'

/** Five companies in use, one of them with a name within another's, and one that is out of use. */
async function manyCompanies (t: Test, world: World) {
  const named = async (name: string) => addCompany(world, { name, domains: [] })
  const all = { riverside: await named('Riverside University'), hill: await named('Hill Riverside School'), acme: await named('Acme'), acmeSons: await named('Acme & Sons, Ltd'), percent: await named('100 % Paper'), gone: await named('Gone Trading') }
  await archiveCompany(world.as(world.ana), { id: all.gone.id, version: 1 })
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(world.platform, { agentId: world.ana.id })
  return {
    ...all,
    get: async (url: string) => (await app.inject({ url, headers: { cookie } })).body,
    post: async (url: string, payload: string) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload })
  }
}

inWorld('the company of a person is typed: its name, or a part that no other has', async (t, world) => {
  const { acme, hill, percent, get, post } = await manyCompanies(t, world)
  await world.ask({ requester: { name: 'Olu', email: 'olu@elsewhere.example' } })
  const { id } = await kept(world, 'olu@elsewhere.example')
  const typing = async (companyName: string) => {
    const form = formWith(await get(`/admin/people/${id}`), 'companyName')
    return post(form.action, bodyOf(form, { companyName }))
  }
  const companyAfter = async (companyName: string) => {
    const { statusCode } = await typing(companyName)
    return [statusCode, (await kept(world, 'olu@elsewhere.example')).companyId]
  }

  t.same(await companyAfter('Acme'), [303, acme.id], 'a whole name means that company, though another has it in its own')
  t.same(await companyAfter(' hill '), [303, hill.id], 'a part, in whichever letters')
  t.same(await companyAfter('100 %'), [303, percent.id], 'no sign stands for others')

  const several = await typing('riverside')
  t.equal(several.statusCode, 422)
  t.match(several.body, 'Several companies have “riverside” in their name: Hill Riverside School, Riverside University. Enter more of it')
  t.match(several.body, 'value="riverside"', 'what was typed stays')
  t.match((await typing('Acme Daughters')).body, 'No company in use is called “Acme Daughters”. Close to it: Acme, Acme &amp; Sons, Ltd')
  t.match((await typing('Hilton')).body, 'No company in use is called “Hilton”. Close to it: Hill Riverside School', 'or how it begins')
  t.match((await typing('Zebra')).body, 'No company in use is called “Zebra”. Look for its name in the list of companies')
  t.match((await typing('Gone Trading')).body, 'No company in use is called “Gone Trading”')
  t.equal((await kept(world, 'olu@elsewhere.example')).companyId, percent.id, 'a refusal changes nothing')

  t.same(await companyAfter(''), [303, null])
})

inWorld('a person stays in a company that went out of use, as long as its name stays in the field', async (t, world) => {
  const { acme, get, post } = await manyCompanies(t, world)
  await world.ask({ requester: { name: 'Olu', email: 'olu@elsewhere.example' } })
  const { id } = await kept(world, 'olu@elsewhere.example')
  const first = formWith(await get(`/admin/people/${id}`), 'companyName')
  await post(first.action, bodyOf(first, { companyName: 'Acme' }))
  await archiveCompany(world.as(world.ana), { id: acme.id, version: 1 })

  const page = await get(`/admin/people/${id}`)
  t.match(page, 'This company is out of use')
  const form = formWith(page, 'companyName')
  t.equal((await post(form.action, bodyOf(form, { phone: '0151 2' }))).statusCode, 303)
  t.match(await kept(world, 'olu@elsewhere.example'), { phone: '0151 2', companyId: acme.id })
})

inWorld('names are suggested to those who may name companies, and to nobody else', async (t, world) => {
  const { get } = await manyCompanies(t, world)
  t.match(await get('/admin/company-names?companyName=river'), /<option value="Hill Riverside School"><\/option>\s*<option value="Riverside University"><\/option>/)
  t.match(await get('/admin/company-names?companyName=sons'), 'value="Acme &amp; Sons, Ltd"')
  t.notMatch(await get('/admin/company-names?companyName=gone'), '<option')

  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const asBen = { cookie: await cookieFor(world.platform, { agentId: world.ben.id }) }
  t.equal((await app.inject({ url: '/admin/company-names?companyName=river', headers: asBen })).statusCode, 404)
})

inWorld('a service level names its companies one on each line', async (t, world) => {
  const { acme, hill, get, post } = await manyCompanies(t, world)
  const typing = async (path: string, values: Record<string, string>) => {
    const form = formWith(await get(path), 'companyNames')
    return post(form.action, bodyOf(form, values))
  }
  const bad = await typing('/admin/sla/new', { name: 'Firms', companyNames: 'Hill\nriverside' })
  t.equal(bad.statusCode, 422)
  t.match(bad.body, /id="companyIds-error"[^]*Several companies have “riverside”/)
  t.match(bad.body, 'Hill\nriverside', 'what was typed stays')
  const long = await typing('/admin/sla/new', { name: 'Firms', companyNames: 'Hill\n'.repeat(4001) })
  t.match({ status: long.statusCode, body: long.body }, { status: 422, body: /id="companyIds-error"[^]*Use at most 20000 characters/ }, 'so many are not looked for')

  t.equal((await typing('/admin/sla/new', { name: 'Firms', companyNames: 'hill\r\n\r\nAcme\nAcme' })).statusCode, 303)
  const kept = async () => world.platform.db.read.findOneByOrFail(SlaPolicy, { name: 'Firms' })
  t.same((await kept()).companyIds, [hill.id, acme.id].sort((a, b) => a - b))

  await archiveCompany(world.as(world.ana), { id: acme.id, version: 1 })
  t.equal((await typing(`/admin/sla/${(await kept()).id}`, {})).statusCode, 303)
  t.equal((await kept()).companyIds.length, 2, 'one that went out of use since stays until it is taken out')
})

inWorld('a rule names its companies one on each line', async (t, world) => {
  const { acme, hill, gone, get, post } = await manyCompanies(t, world)
  const fields = (value: string): string => new URLSearchParams({
    name: 'Firms', trigger: 'created', 'g.match': 'all', 'g.count': '1', 'g.0.field': 'company', 'g.0.operator': 'one_of', 'g.0.value': value,
    actions: '1', 'a0.kind': 'set_priority', 'a0.value': '4', version: '0'
  }).toString()

  const bad = await post('/admin/rules', fields('Acme\nriverside'))
  t.equal(bad.statusCode, 422)
  t.match(bad.body, 'No single company in use has “riverside” in its name')
  t.match(bad.body, 'Acme\nriverside', 'what was typed stays')
  t.equal((await post('/admin/rules', fields('Acme\nhill'))).statusCode, 303)

  const rule = await world.platform.db.read.findOneByOrFail(Rule, { name: 'Firms' })
  t.match(rule.conditions, { parts: [{ field: 'company', value: [String(acme.id), String(hill.id)] }] })
  t.match(await get('/admin/rules'), 'company is <b>Acme</b> or <b>Hill Riverside School</b>')
  t.match(await get(`/admin/rules/${rule.id}`), 'Acme\nHill Riverside School')
  t.match((await post('/admin/rules', fields(`#${gone.id}`).replace('Firms', 'Former'))).statusCode, 303, 'one out of use by its number, as in a file of rules')
})
