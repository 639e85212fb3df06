import { listRecordsById } from '../../src/tickets/ticket-records.queries.js'
import { lastChange } from '../support/history.js'
import { onApi } from './support.js'

onApi('companies are made, found, changed by version and taken out of use by a program', async (t, world) => {
  const { ask1 } = world
  const made = await ask1('/companies', { method: 'POST', body: { name: 'Riverside', domains: ['Riverside.example'], colleaguesSee: true }, headers: { 'idempotency-key': 'one' } })
  t.match(made, { status: 201, headers: { location: '/api/v1/companies/1', etag: /^"1-/ }, body: { name: 'Riverside', domains: ['riverside.example'], note: '', accountManagerId: null, colleaguesSee: true, isActive: true } })
  t.equal((await ask1('/companies', { method: 'POST', body: { name: 'Riverside', domains: ['Riverside.example'], colleaguesSee: true }, headers: { 'idempotency-key': 'one' } })).body.id, made.body.id, 'sent again')
  t.match(await ask1('/companies', { method: 'POST', body: { name: 'Riverside' } }), { status: 422, body: { errors: [{ pointer: '/name' }] } })
  t.match(await ask1('/companies', { method: 'POST', body: { name: 'Other', domains: ['riverside.example'] } }), { status: 422, body: { errors: [{ pointer: '/domains', detail: /belongs to Riverside/ }] } })
  await ask1('/companies', { method: 'POST', body: { name: 'Kestrel', domains: ['kestrel.example'] } })

  t.match((await ask1('/companies?domain=RIVERSIDE.example')).body.items, [{ name: 'Riverside' }])
  t.match((await ask1('/companies?name=estr')).body.items, [{ name: 'Kestrel' }])
  const first = await ask1('/companies?limit=1')
  t.match([first.body.items[0], (await ask1(first.body.next!)).body.items[0]], [{ name: 'Kestrel' }, { name: 'Riverside' }])

  t.match(await ask1('/companies/1', { method: 'PATCH', body: { note: 'By contract.', accountManagerId: world.ben.id }, headers: { 'if-match': '"1"' } }), { status: 200, body: { note: 'By contract.', domains: ['riverside.example'], version: 2 } })
  t.equal((await ask1('/companies/1', { method: 'PATCH', body: { note: 'Late.' }, headers: { 'if-match': '"1"' } })).status, 412)
  t.match(await ask1('/companies/1', { method: 'PATCH', body: { name: 'River', isActive: false } }), { status: 200, body: { name: 'River', isActive: false } })
  t.match(await lastChange(world, 'company'), { action: 'company.archived', agentId: world.ana.id })
  t.equal((await ask1('/companies/99')).status, 404)
})

onApi('members come and go by hand', async (t, world) => {
  const { ask1, ben, keyFor } = world
  await ask1('/companies', { method: 'POST', body: { name: 'Riverside', domains: ['riverside.example'] } })
  const kim = await ask1('/companies/1/members', { method: 'POST', body: { email: 'Kim@elsewhere.example' } })
  t.match(kim, { status: 200, body: { email: 'kim@elsewhere.example', byHand: true, isProven: false } })
  t.match(await ask1('/companies/1/members', { method: 'POST', body: { email: 'no address' } }), { status: 422, body: { errors: [{ pointer: '/email' }] } })
  await world.ask()
  t.match((await ask1('/companies/1/members')).body.items, [{ email: 'maria@riverside.example', byHand: false }, { email: 'kim@elsewhere.example' }])
  t.match(await ask1(`/companies/1/members/${kim.body.id}`, { method: 'DELETE' }), { status: 200, body: { companyId: null } })
  t.equal((await ask1('/companies/1/members')).body.items.length, 1)

  const bens = await keyFor({ agentId: ben.id })
  for (const [path, method, body] of [['/companies', 'POST', { name: 'Mine' }], ['/companies/1', 'PATCH', { note: '' }], ['/companies/1/members', 'GET', undefined], ['/companies/1/members', 'POST', { email: 'b@b.example' }], ['/companies/1/members/1', 'DELETE', undefined]] as const) {
    t.equal((await ask1(path, { method, key: bens, ...(body !== undefined && { body }) })).status, 403, `${method} ${path}`)
  }
  t.equal((await ask1('/companies/1', { key: bens })).status, 200, 'every agent reads them')
  t.equal((await ask1('/companies/1', { method: 'PATCH', body: { note: '' }, key: await keyFor({ scopes: ['people.read'] }) })).status, 403)
})

onApi('tickets and people say their company, and tickets are found by it', async (t, world) => {
  const { ask1, ana, platform } = world
  await ask1('/companies', { method: 'POST', body: { name: 'Riverside', domains: ['riverside.example'] } })
  const ours = await world.ask()
  await world.ask({ requester: { name: 'Olu', email: 'olu@elsewhere.example' } })
  t.match((await ask1('/tickets?companyId=1')).body.items, [{ id: ours.id, company: { id: 1, name: 'Riverside' } }])
  t.equal((await ask1('/tickets?companyId=1')).body.items.length, 1)
  t.same((await ask1('/tickets?companyId=2')).body.items, [])
  t.match((await ask1('/tickets?requester=olu@elsewhere.example')).body.items, [{ company: null }])
  t.match((await ask1(`/people/${ours.requesterId}`)).body, { companyId: 1 })
  t.match(await listRecordsById(platform.db.read, ana, [ours.id]), [{ companyName: 'Riverside' }])
})

onApi('a key for some departments changes neither companies nor who belongs to them, whoever it acts for', async (t, { ask1, keyFor, departments, person }) => {
  const { body: { id } } = await ask1('/companies', { method: 'POST', body: { name: 'Riverside' } })
  await person('Tobias')
  const key = await keyFor({ departmentIds: [departments.it.id] })
  for (const [path, method, body] of [
    ['/companies', 'POST', { name: 'Kestrel' }], [`/companies/${id}`, 'PATCH', { colleaguesSee: true }], [`/companies/${id}/members`, 'GET', undefined],
    [`/companies/${id}/members`, 'POST', { email: 'tobias@riverside.example' }], [`/companies/${id}/members/1`, 'DELETE', undefined]
  ] as const) t.match(await ask1(path, { method, key, ...(body !== undefined && { body }) }), { status: 403, body: { type: 'urn:ostiary:problem:scope-missing' } }, `${method} ${path}`)
  t.notMatch((await ask1('/me', { key })).body.scopes, ['people.write'])
  t.match(await ask1('/companies', { key }), { status: 200, body: { items: [{ name: 'Riverside' }] } }, 'and reads them as every agent does')
})
