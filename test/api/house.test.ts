import { switchApiKey } from '../../src/accounts/commands/save-api-key.js'
import { ApiKey } from '../../src/accounts/api-key.entity.js'
import { createOwnKey, endOwnKey } from '../../src/accounts/commands/own-api-keys.js'
import { forgetActor } from '../../src/accounts/actor.queries.js'
import { day, hour, minute } from '../../src/platform/clock.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { createApiKey } from '../../src/accounts/commands/save-api-key.js'
import { cookieFor, openTestApp } from '../support/app.js'
import { refused } from '../support/refused.js'
import { askWith, onApi } from './support.js'

const lamp = (topicId: number) => ({ topicId, subject: 'A lamp is dark', text: 'In room 3.', requester: { name: 'Maria', email: 'maria@example.org' } })
const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })

onApi('each reason why a key lets nobody in has a name of its own', async (t, { ask1, as, ana, app, keyFor, platform }) => {
  t.match(await ask1('/me'), { status: 200, body: { agent: { name: ana.name }, key: { name: 'Program' } } })
  t.match(await ask1('/me', { key: '' }), { status: 401, body: { ...kind('key-missing'), status: 401 }, headers: { 'content-type': /^application\/problem\+json/ } })
  t.match(await ask1('/me', { key: 'A'.repeat(32) }), { status: 401, body: kind('key-unknown') })
  t.match(await ask1('/me', { key: 'nonsense' }), { status: 401, body: kind('key-unknown') })
  t.equal((await app.inject({ url: '/api/v1/me', headers: { 'x-api-key': await keyFor() } })).statusCode, 200)

  const near = await keyFor({ network: '192.0.2.0/24' })
  t.equal((await ask1('/me', { key: near, from: '192.0.2.9' })).status, 200)
  t.match(await ask1('/me', { key: near, from: '198.51.100.1' }), { status: 403, body: kind('address-not-allowed') })
  t.match(await ask1('/me', { key: await keyFor({ agentId: null, scopes: ['tickets.create'] }) }), { status: 401, body: kind('key-acts-for-nobody') })

  const short = await keyFor({ expiresAt: new Date(platform.clock.now().getTime() + hour) })
  platform.clock.advance(hour)
  t.match(await ask1('/me', { key: short }), { status: 401, body: kind('key-expired') })

  const off = await createApiKey(as(ana), { name: 'Off', scopes: ['tickets.read'], network: '', expiresAt: null, agentId: ana.id })
  await switchApiKey(as(ana), off.id, false, 1)
  t.match(await ask1('/me', { key: off.key }), { status: 401, body: kind('key-out-of-use') })
  t.match(await ask1('/elsewhere'), { status: 404, body: kind('not-found') })
})

onApi('agents make keys for themselves, which others cannot end, and act for others only with the right to', async (t, { ask1, as, ana, ben, platform }) => {
  const own = await createOwnKey(as(ben), { name: 'My script', scopes: ['tickets.read'], expiresAt: null })
  t.match((await ask1('/me', { key: own.key })).body, { agent: { name: ben.name }, scopes: ['tickets.read'] })
  await t.rejects(endOwnKey(as(ana), own.id))
  await endOwnKey(as(ben), own.id)
  await endOwnKey(as(ben), own.id)
  t.match(await ask1('/me', { key: own.key }), { status: 401, body: kind('key-out-of-use') })
  const form = { name: 'Program', scopes: ['tickets.read'], network: '', expiresAt: null }
  t.same(await refused(async () => createApiKey(as(ben), { ...form, agentId: ana.id })), ['agentId accounts.api.agent_not_yours'])
  t.same(await refused(async () => createApiKey(as(ana), form)), ['agentId accounts.api.agent_missing'])

  const key = (await createOwnKey(as(ben), { name: 'Another', scopes: ['tickets.read'], expiresAt: null })).key
  await platform.db.transaction(async manager => manager.query('UPDATE agents SET is_active = 0 WHERE id = ?', [ben.id]))
  forgetActor(platform.db, { agentId: ben.id })
  t.match(await ask1('/me', { key }), { status: 401, body: kind('key-acts-for-nobody') })
  t.ok((await platform.db.read.find(ApiKey)).every(({ keyDigest }) => keyDigest !== key))
})

onApi('a body that does not fit is refused by field, and nothing is done', async (t, { ask1, topics, platform }) => {
  const cases: Array<[body: unknown, status: number, name: string, pointer?: string]> = [
    ['{"topicId":', 400, 'malformed-body'],
    ['[]', 422, 'invalid-fields', ''],
    [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 422, 'invalid-fields'],
    ['{"__proto__": {"a": 1}}', 400, 'malformed-body'],
    [{ ...lamp(topics.accounts.id), colour: 'red' }, 422, 'invalid-fields', '/colour'],
    [{ ...lamp(topics.accounts.id), subject: undefined }, 422, 'invalid-fields', '/subject'],
    [{ ...lamp(topics.accounts.id), subject: 7 }, 422, 'invalid-fields', '/subject'],
    [{ ...lamp(topics.accounts.id), text: '  ' }, 422, 'invalid-fields', '/text'],
    [{ ...lamp(topics.accounts.id), requester: { name: 'Maria', email: 'maria' } }, 422, 'invalid-fields', '/requester/email'],
    [{ ...lamp(topics.accounts.id), requester: { name: 'Maria', email: 'maria@example.org', age: 7 } }, 422, 'invalid-fields', '/requester/age'],
    [{ ...lamp(99_999) }, 422, 'invalid-fields', '/topicId'],
    [{ ...lamp(topics.accounts.id), fileIds: [4711] }, 422, 'invalid-fields', '/fileIds'],
    [{ ...lamp(topics.accounts.id), answers: { 4711: 'x' } }, 422, 'invalid-fields', '/answers/4711'],
    [{ ...lamp(topics.accounts.id), text: 'x'.repeat(1_100_000) }, 413, 'too-large']
  ]
  const before = await platform.db.read.count(Ticket)
  for (const [body, status, name, pointer] of cases) {
    const answer = await ask1('/tickets', { method: 'POST', body })
    t.match(answer, { status, body: kind(name) }, `${JSON.stringify(body).slice(0, 80)} ${answer.text.slice(0, 300)}`)
    if (pointer !== undefined) t.ok(answer.body.errors.some(error => error.pointer === pointer && error.detail !== ''), `${pointer} in ${answer.text.slice(0, 300)}`)
  }
  t.match(await ask1('/tickets', { method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }), { status: 415, body: kind('wrong-content-type') })
  t.match(await ask1('/files?name=a.txt', { method: 'POST', body: Buffer.alloc(0), headers: { 'content-type': 'text/plain' } }), { status: 422, body: kind('invalid-fields') })
  t.match(await ask1('/files?name=a.bin', { method: 'POST', body: Buffer.alloc(25_000_001), headers: { 'content-type': 'application/octet-stream' } }), { status: 413, body: kind('too-large') })
  t.match(await ask1('/files', { method: 'POST', body: 'x' }), { status: 400, body: kind('bad-parameters') })
  t.match(await ask1('/tickets/none'), { status: 400, body: kind('bad-parameters') })
  t.match(await ask1('/tickets/99999999999'), { status: 400, body: kind('bad-parameters') })
  t.match(await ask1('/tickets/4711'), { status: 404, body: kind('not-found') })
  t.equal(await platform.db.read.count(Ticket), before)
})

onApi('a POST with an Idempotency-Key is done once and answered alike for a day, in two processes too', async (t, { ask1, app, keyFor, topics, platform }) => {
  const key = await keyFor()
  const second = await openTestApp(platform)
  t.teardown(async () => second.close())
  const asks = [askWith(app, key), askWith(second, key)]
  const send = async (place: number, body: unknown, name: string) => asks[place % 2]!('/tickets', { method: 'POST', body, headers: { 'idempotency-key': name } })

  const answers = await Promise.all(Array.from({ length: 8 }, async (_, place) => send(place, lamp(topics.accounts.id), 'first')))
  const made = answers.filter(({ status }) => status === 201)
  t.ok(made.length >= 1)
  t.equal(new Set(made.map(({ text }) => text)).size, 1)
  t.ok(answers.filter(({ status }) => status !== 201).every(({ status, body }) => status === 409 && body.type.endsWith('idempotency-in-progress')), answers.map(({ status }) => status).join())
  t.equal(await platform.db.read.count(Ticket), 1, 'one ticket')

  const again = await send(1, lamp(topics.accounts.id), 'first')
  t.match(again, { status: 201, text: made[0]?.text, headers: { 'idempotency-replayed': 'true', location: made[0]?.headers.location, etag: made[0]?.headers.etag } })
  t.match(await send(0, { ...lamp(topics.accounts.id), subject: 'Another' }, 'first'), { status: 422, body: kind('idempotency-key-reused') })
  t.match(await send(0, lamp(topics.accounts.id), 'two words'), { status: 400, body: kind('idempotency-key-malformed') })
  t.match(await askWith(app, await keyFor())('/tickets', { method: 'POST', body: lamp(topics.accounts.id), headers: { 'idempotency-key': 'first' } }), { status: 201 }, 'names belong to a key')

  const path = `/tickets/${made[0]?.body.id}/entries`
  const note = { method: 'POST', body: { kind: 'note', text: 'Once.' }, headers: { 'idempotency-key': 'note' } }
  await ask1(path, note)
  t.equal((await ask1(path, note)).headers['idempotency-replayed'], 'true')
  t.equal(await platform.db.read.countBy(ThreadEntry, { kind: 'note' }), 1)

  platform.clock.advance(day)
  t.equal((await send(0, lamp(topics.accounts.id), 'first')).headers['idempotency-replayed'], undefined, 'a day later it is a new request')
})

onApi('a request whose process ended is taken over when nothing was done, and told when something was', async (t, { ask1, topics, platform }) => {
  const send = async () => ask1('/tickets', { method: 'POST', body: lamp(topics.accounts.id), headers: { 'idempotency-key': 'broken' } })
  t.equal((await send()).status, 201)
  const lose = async (committed: number | null) => platform.db.transaction(async manager => manager.query('UPDATE idempotent_requests SET status = NULL, body = NULL, committed_at = ?', [committed]))
  t.ok((await platform.db.read.query('SELECT committed_at FROM idempotent_requests') as Array<{ committed_at: number }>)[0]?.committed_at, 'the change and the note of it were committed together')
  await lose(1)
  t.match(await send(), { status: 409, body: kind('idempotency-in-progress') })
  platform.clock.advance(5 * minute)
  t.match(await send(), { status: 409, body: kind('idempotency-answer-lost') })
  await lose(null)
  t.equal((await send()).status, 201)
})

onApi('of two programs that saw the same version one wins, and the other changes nothing', async (t, { ask1, ask, platform }) => {
  const { id } = await ask()
  const { headers: { etag = '' } } = await ask1(`/tickets/${id}`)
  const change = async (subject: string) => ask1(`/tickets/${id}`, { method: 'PATCH', body: { subject, tags: [subject] }, headers: { 'if-match': etag } })
  const answers = await Promise.all(['one', 'two', 'three', 'four'].map(change))
  t.same(answers.map(({ status }) => status).sort(), [200, 412, 412, 412])
  const winner = answers.find(({ status }) => status === 200)?.body
  t.match((await ask1(`/tickets/${id}`)).body, { subject: winner?.subject, tags: winner?.tags })
  t.match(answers.find(({ status }) => status === 412)?.body, kind('stale'))

  const before = await platform.db.read.count(ThreadEntry)
  t.equal((await ask1(`/tickets/${id}/entries`, { method: 'POST', body: { kind: 'note', text: 'Late.' }, headers: { 'if-match': etag } })).status, 412)
  t.equal((await ask1(`/tickets/${id}/moves`, { method: 'POST', body: { move: 'trash' }, headers: { 'if-match': etag } })).status, 412)
  t.equal(await platform.db.read.count(ThreadEntry), before)
  t.match(await ask1(`/tickets/${id}`, { method: 'PATCH', body: { subject: 'x' }, headers: { 'if-match': 'seven' } }), { status: 400, body: kind('bad-precondition') })
  t.equal((await ask1(`/tickets/${id}`, { method: 'PATCH', body: { subject: 'x' }, headers: { 'if-match': '*' } })).status, 200)
})

onApi('a key that asks too often is told when to come back', async (t, { ask1, keyFor, platform }) => {
  const statuses: number[] = []
  for (let asked = 0; asked < 4; asked += 1) statuses.push((await ask1('/me')).status)
  t.same(statuses, [200, 200, 200, 429])
  t.match(await ask1('/me'), { status: 429, body: kind('too-many-requests'), headers: { 'ratelimit-policy': '"minute";q=3;w=60', ratelimit: '"minute";r=0;t=60', 'retry-after': '60' } })
  t.equal((await ask1('/me', { key: await keyFor() })).status, 200, 'another key is not meant')
  platform.clock.advance(minute)
  t.match((await ask1('/me')).headers, { ratelimit: '"minute";r=2;t=60' })
}, { API_REQUESTS_A_MINUTE: '3' })

onApi('another origin and a cookie let nobody in, and change nothing', async (t, { ask1, ask, app, platform, ana }) => {
  const { id } = await ask()
  const cookie = await cookieFor(platform, { agentId: ana.id })
  t.equal((await app.inject({ url: `/api/v1/tickets/${id}`, headers: { cookie } })).statusCode, 401)
  const answer = await ask1(`/tickets/${id}`, { headers: { origin: 'https://elsewhere.example' } })
  t.equal(answer.headers['access-control-allow-origin'], undefined)
})
