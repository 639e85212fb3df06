import { gzipSync } from 'node:zlib'
import { day } from '../../src/platform/clock.js'
import { Person } from '../../src/accounts/person.entity.js'
import { onApi, type Answer } from './support.js'

const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })
const lamp = (topicId: number) => ({ topicId, subject: 'A lamp is dark', text: 'In room 3.', requester: { name: 'Maria', email: 'maria@example.org' } })
const detailsOf = ({ body }: Answer) => Object.fromEntries(body.errors.map(({ pointer, detail }) => [pointer, detail]))

onApi('who asks at a right address in a wrong way is told the right ones', async (t, { app, ask, ask1 }) => {
  const { id } = await ask()
  t.match(await ask1('/tickets', { method: 'PUT', body: {} }), { status: 405, body: { ...kind('method-not-allowed'), detail: /GET, HEAD, POST/ }, headers: { allow: 'GET, HEAD, POST' } })
  t.match(await ask1(`/tickets/${id}?x=1`, { method: 'DELETE' }), { status: 405, headers: { allow: 'GET, HEAD, PATCH' } })
  t.match(await ask1('/rules/arrangements', { method: 'GET' }), { status: 405, headers: { allow: 'POST' } })
  t.match(await ask1('/tickets', { method: 'OPTIONS' }), { status: 204, headers: { allow: 'GET, HEAD, POST' }, text: '' })
  t.match(await ask1('/ticket', { method: 'PUT', body: {} }), { status: 404, body: { ...kind('not-found'), detail: /nothing that the key may see/ } })
  t.match(await ask1('/tickets/%zz'), { status: 404, headers: { 'content-type': 'application/problem+json' }, body: kind('not-found') })
  t.equal((await app.inject({ method: 'PUT', url: '/api/v1/tickets' })).statusCode, 401, 'a stranger is told nothing of it')
})

onApi('who shows no key that holds is told how to show one, and a key says how long it holds', async (t, { ask1, keyFor, platform }) => {
  t.equal((await ask1('/me', { key: '' })).headers['www-authenticate'], 'Bearer realm="Ostiary"')
  t.equal((await ask1('/me', { key: 'A'.repeat(32) })).headers['www-authenticate'], 'Bearer realm="Ostiary", error="invalid_token"')
  t.equal((await ask1('/tickets/4711')).headers['www-authenticate'], undefined)
  const expiresAt = new Date(platform.clock.now().getTime() + day)
  t.match([await ask1('/me'), await ask1('/me', { key: await keyFor({ expiresAt }) })], [{ body: { key: { expiresAt: null } } }, { body: { key: { expiresAt: expiresAt.toISOString() } } }])
})

onApi('a body in another encoding is refused, not half understood', async (t, { ask1, topics, platform: { db } }) => {
  const body = JSON.stringify(lamp(topics.accounts.id))
  const post = async (sent: string | Buffer, headers = {}): Promise<Answer> => ask1('/tickets', { method: 'POST', body: sent, headers })
  const before = await db.read.count(Person)
  t.match(await post(Buffer.from(body.replace('Maria', 'M\u00e4rz'), 'latin1')), { status: 415, body: kind('wrong-encoding') })
  t.match(await post(body, { 'content-type': 'application/json; charset=iso-8859-1' }), { status: 415, body: kind('wrong-encoding') })
  t.match(await post(gzipSync(body), { 'content-encoding': 'gzip' }), { status: 415, body: kind('wrong-encoding') })
  t.match(await ask1('/files?name=a.txt', { method: 'POST', body: gzipSync('a'), headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' } }), { status: 415, body: kind('wrong-encoding') })
  t.equal(await db.read.count(Person), before)
  for (const type of ['application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'application/json; profile=x']) t.match(await post(body.replace('Maria', 'März'), { 'content-type': type }), { status: 201, body: { requester: { name: 'März' } } }, type)
})

onApi('a form is not taken for a file', async (t, { ask1 }) => {
  const form = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\na file\r\n--x--\r\n'
  t.match(await ask1('/files?name=a.txt', { method: 'POST', body: form, headers: { 'content-type': 'multipart/form-data; boundary=x' } }), { status: 415, body: { ...kind('wrong-content-type'), detail: /--data-binary/ } })
  t.match(await ask1('/files?name=a.txt', { method: 'POST', body: Buffer.alloc(0), headers: { 'content-type': 'text/plain' } }), { status: 422, body: { errors: [{ pointer: '', detail: 'The file is empty' }] } }, 'the body itself')
})

onApi('each field that does not fit is named once, with what would, in the language of whoever reads it', async (t, { ask1, topics }) => {
  const wrong = { ...lamp(topics.accounts.id), topicId: 'one', subject: '', priority: 'very high', fileIds: 7 }
  const post = async (headers = {}) => detailsOf(await ask1('/tickets', { method: 'POST', body: wrong, headers }))
  t.match(await post(), { '/topicId': 'has to be of the type integer', '/subject': 'has to have 1 character at least', '/priority': 'has to be one of: low, normal, high, urgent', '/fileIds': 'has to be of the type array' })
  t.match(await post({ 'accept-language': 'de-AT,de;q=0.9' }), { '/topicId': 'muss vom Typ integer sein', '/subject': 'muss mindestens 1 Zeichen haben', '/priority': 'muss eines hiervon sein: low, normal, high, urgent' })

  const either = await ask1('/agents/1/hand-overs', { method: 'POST', body: { way: 'agent', toAgentId: 'Ben' } })
  t.same(either.body.errors, [{ pointer: '/toAgentId', detail: 'has to be of the type integer or has to be of the type null' }])
  const asked = async (query: string) => ask1(`/tickets?${query}`)
  t.match(await asked('updatedSince=2026-11-28T20:00:00+02:00'), { status: 400, body: { ...kind('bad-parameters'), errors: [{ pointer: '/updatedSince', detail: /%2B/ }] } })
  t.match(await asked('limit=101'), { status: 400, body: { errors: [{ pointer: '/limit', detail: 'has to be 100 or less' }] } })
  t.match(await asked('cursor=x'), { status: 400, body: { ...kind('bad-parameters'), errors: [{ pointer: '/cursor', detail: /as the last page gave it/ }] } }, 'what is wrong in an address is no field')
})

onApi('what belongs to something else is refused, and named as it stands in the body', async (t, { ask, ask1 }) => {
  const { id, number } = await ask()
  const post = async (path: string, body: unknown) => (await ask1(`/tickets/${id}/${path}`, { method: 'POST', body })).body.errors
  t.match(await post('merges', { intoNumber: number }), [{ pointer: '/intoNumber' }])
  t.match(await post('entries', { kind: 'note', text: 'Seen.', outcome: 'resolved' }), [{ pointer: '/outcome', detail: /A note has no outcome/ }])
  t.equal((await ask1(`/tickets/${id}/entries`)).body.items.length, 1, 'nothing was written')
})

onApi('a tag that a proxy made weak still says the version', async (t, { ask1, ask }) => {
  const { id } = await ask()
  const { headers: { etag = '' } } = await ask1(`/tickets/${id}`)
  const change = async (match: string) => ask1(`/tickets/${id}`, { method: 'PATCH', body: { priority: 'high' }, headers: { 'if-match': match } })
  t.match([await change(`W/${etag}`), await change(`W/${etag}`)], [{ status: 200 }, { status: 412 }])
  const skill = await ask1('/skills', { method: 'POST', body: { name: 'Arabic' } })
  t.match(await ask1(`/skills/${skill.body.id}/settings`, { method: 'PATCH', body: { name: 'Persian' }, headers: { 'if-match': `W/${skill.headers.etag}` } }), { status: 200 })
  const company = await ask1('/companies', { method: 'POST', body: { name: 'Riverside' } })
  t.match(await ask1(`/companies/${company.body.id}`, { method: 'PATCH', body: { note: 'x' }, headers: { 'if-match': 'W/"99"' } }), { status: 412 })
})
