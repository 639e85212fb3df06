import { isNamed, tagFor, versionIn } from '../../src/platform/http/entity-tags.js'
import { onApi } from './support.js'

const lamp = (topicId: number) => ({ topicId, subject: 'A lamp is dark', text: 'In room 3.', requester: { name: 'Maria', email: 'maria@example.org' } })

onApi('what a program has already is not sent again, and anything that is new in it is', async (t, { app, ask1, departments, platform, topics }) => {
  const { body: { id, version } } = await ask1('/tickets', { method: 'POST', body: lamp(topics.accounts.id) })
  const path = `/tickets/${id}`
  const ask = async (tag: string, method = 'GET') => ask1(path, { method, headers: { 'if-none-match': tag } })
  const first = await ask1(path)
  const tag = first.headers.etag!
  t.equal(versionIn(tag), version)

  for (const asked of [tag, `W/${tag}`, `"elsewhere", W/"a,b" , ${tag}`, '*']) {
    const answer = await ask(asked)
    t.same([answer.status, answer.text, answer.headers.etag, answer.headers['content-type'], answer.headers['content-length']], [304, '', tag, undefined, undefined], asked)
  }
  for (const asked of ['', '"elsewhere"', `"${version}"`, tag.replaceAll('"', ''), `${tag.slice(0, -1)}`, 'W/', '"', ', ,']) t.match(await ask(asked), { status: 200, body: first.body }, `“${asked}” names something else`)
  t.same(await ask(tag, 'HEAD').then(({ status, text }) => [status, text]), [304, ''])
  t.same((await ask1(path, { method: 'HEAD' })).headers.etag, tag)

  // No line of the ticket itself changes, and yet another answer is due.
  await platform.db.transaction(async manager => manager.query('UPDATE departments SET name = ? WHERE id = ?', ['Lamps and doors', departments.it.id]))
  const renamed = await ask(tag)
  t.match(renamed, { status: 200, body: { version, department: { name: 'Lamps and doors' } } })
  t.equal(versionIn(renamed.headers.etag!), version, 'a change is held to the version still')

  const changed = await ask1(path, { method: 'PATCH', body: { subject: 'Two lamps' }, headers: { 'if-match': tag } })
  t.equal(changed.status, 200)
  t.equal((await ask(changed.headers.etag!)).status, 304, 'who changed it knows it')
  t.equal((await ask1(path, { method: 'PATCH', body: { subject: 'Three lamps' }, headers: { 'if-match': tag } })).status, 412)
  t.equal((await ask1('/tickets/4711', { headers: { 'if-none-match': '*' } })).status, 404)
  t.equal((await ask1(path, { headers: { 'if-none-match': '*' }, key: '' })).status, 401)
  t.equal((await app.inject({ url: `/api/v1${path}`, headers: { 'if-none-match': '*' } })).headers.etag, undefined, 'a refusal has no tag')
})

onApi('lists, the document and files are spared alike', async (t, { ask1, topics }) => {
  const { body: { id } } = await ask1('/tickets', { method: 'POST', body: lamp(topics.accounts.id) })
  const file = await ask1('/files?name=lamp.txt', { method: 'POST', body: 'a picture of a lamp', headers: { 'content-type': 'text/plain' } })
  await ask1(`/tickets/${id}/entries`, { method: 'POST', body: { kind: 'note', text: 'See the picture.', fileIds: [file.body.id] } })

  const paths = ['/tickets', '/tickets?updatedSince=2026-01-01T00:00:00Z', `/tickets/${id}/entries`, '/topics', '/queues', '/me', '/openapi.json', `/tickets/${id}/files/${file.body.id}`]
  const again = async (path: string, tag: string) => ask1(path, { headers: { 'if-none-match': tag } })
  const tags = new Map<string, string>()
  for (const path of paths) {
    const { status, headers: { etag = '' } } = await ask1(path)
    t.equal(status, 200, path)
    tags.set(path, etag)
    t.match(await again(path, etag), { status: 304, text: '' }, path)
    t.equal(versionIn(etag), null, 'nothing can be changed by it')
  }
  await ask1(`/tickets/${id}/entries`, { method: 'POST', body: { kind: 'note', text: 'Again.' } })
  for (const path of paths.slice(0, 3)) t.equal((await again(path, tags.get(path)!)).status, 200, `${path} has something new`)
  t.equal((await again(paths.at(-1)!, tags.get(paths.at(-1)!)!)).status, 304, 'a file stays what it is')
})

onApi('an answer that is given again has the tag that it had', async (t, { ask1, topics }) => {
  const post = async () => ask1('/tickets', { method: 'POST', body: lamp(topics.accounts.id), headers: { 'idempotency-key': 'lamp-1' } })
  const [first, second] = [await post(), await post()]
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.equal(second.headers.etag, first.headers.etag)
  t.equal((await ask1(`/tickets/${first.body.id}`, { headers: { 'if-none-match': second.headers.etag! } })).status, 304)
  t.ok(isNamed(first.headers.etag!, tagFor(first.body.version, first.text)))
})
