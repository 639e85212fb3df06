import { Readable } from 'node:stream'
import { ApiKey } from '../../src/accounts/api-key.entity.js'
import { createApiKey, switchApiKey } from '../../src/accounts/commands/save-api-key.js'
import { minute } from '../../src/platform/clock.js'
import { Attachment } from '../../src/tickets/attachment.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { onApi, type Answer } from './support.js'
import { openSink } from '../webhooks/support.js'

const lamp = (topicId: number) => ({ topicId, subject: 'A lamp is dark', text: 'In room 3.', requester: { name: 'Maria', email: 'maria@example.org' } })
const errorsOf = ({ body }: Answer): Record<string, string> => Object.fromEntries((body.errors ?? []).map(({ pointer, detail }) => [pointer, detail]))

onApi('who guesses a name is told the names that there are, and who says something in another way how it is said', async (t, { ask1, topics }) => {
  const { body: { id } } = await ask1('/tickets', { method: 'POST', body: lamp(topics.accounts.id) })
  const change = async (body: object) => errorsOf(await ask1(`/tickets/${id}`, { method: 'PATCH', body }))
  t.same(await change({ assigneeId: 2 }), { '/assigneeId': '“assigneeId” is not known here; known are: subject, priority, dueAt, statusId, tags, topicId, answers' })
  t.same(await change({ tags: ['a b'] }), { '/tags/0': 'has to be one word, without spaces, commas and semicolons' })
  const list = async (query: string) => errorsOf(await ask1(`/tickets?${query}`))
  t.match(await list('q=lamp'), { '/q': /^“q” is not known here; known are: limit, cursor, state, number, .*updatedSince$/ })
  t.same(await list('state=opened'), { '/state': 'has to be one or several of these, with commas between: new, open, waiting, on_hold, resolved, closed, merged, trashed' })
  t.same(await list('state=new&state=open&departmentId=1&departmentId=2'), { '/state': 'stands in the address more than once; say it once', '/departmentId': 'stands in the address more than once; say it once' })
  t.same(await list('assignee=ana'), { '/assignee': 'has to be the id of an agent, “me” or “none”' })
  t.match(errorsOf(await ask1('/tickets', { method: 'POST', body: { ...lamp(topics.accounts.id), requester: { name: 'Maria', email: 'm@example.org', vip: true } } })), { '/requester/vip': '“vip” is not known here' })
  t.match(errorsOf(await ask1('/departments/1/routing', { method: 'PATCH', body: { fallback: ['boss'] }, headers: { 'if-match': '*' } })), { '/fallback/0': /one such as team:3 or agent:7/ })
  t.match(errorsOf(await ask1('/tickets?state=opened', { headers: { 'accept-language': 'de' } })), { '/state': /^muss eines oder mehrere hiervon sein/ })
})

onApi('a form in place of a file is refused for being a form, whatever else it lacks', async (t, { ask1 }) => {
  const form = { method: 'POST', body: '--x\r\nContent-Disposition: form-data; name="file"; filename="Läm💡.jpg"\r\n\r\nx\r\n--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } }
  for (const path of ['/files', '/files?name=lamp.jpg']) t.match(await ask1(path, form), { status: 415, body: { type: 'urn:ostiary:problem:wrong-content-type', detail: /--data-binary/ } }, path)
})

onApi('tickets are found by a tag as it was sent', async (t, { ask1, topics }) => {
  const { body: { id } } = await ask1('/tickets', { method: 'POST', body: lamp(topics.accounts.id) })
  t.match(await ask1(`/tickets/${id}`, { method: 'PATCH', body: { tags: ['Büro', 'VIP', 'x/y'] } }), { body: { tags: ['büro', 'vip', 'xy'] } })
  for (const tag of ['Büro', 'büro', 'VIP', 'vip', 'x/y', 'xy']) t.match((await ask1(`/tickets?tag=${encodeURIComponent(tag)}`)).body.items, [{ id }], tag)
  for (const tag of ['bür', 'vip xy', '/', '💡']) t.same((await ask1(`/tickets?tag=${encodeURIComponent(tag)}`)).body.items, [], tag)
})

onApi('a message that only tries a webhook was made when it was made', async (t, { ask1, platform }) => {
  const post = async (path: string, body?: object) => ask1(path, { method: 'POST', body })
  const { url } = await openSink(t)
  const { body: { id } } = await post('/webhooks', { name: 'Chat', url, types: ['ticket.created'] })
  const now = platform.clock.now().toISOString()
  t.match(await post(`/webhooks/${id}/tests`), { status: 200, body: { state: 'delivered', createdAt: now, triedAt: now, body: { timestamp: now } } })
}, { WEBHOOK_ALLOW: '127.0.0.1' })

onApi('a body that says one thing twice is refused, since only one of the two can be meant', async (t, { ask1, topics, platform }) => {
  const { body: { id } } = await ask1('/tickets', { method: 'POST', body: lamp(topics.accounts.id) })
  const before = await platform.db.read.countBy(ThreadEntry, { ticketId: id })
  const answer = await ask1(`/tickets/${id}/entries`, { method: 'POST', body: '{"kind": "note", "text": "For us alone.", "kind": "reply"}' })
  t.match(answer, { status: 400, body: { type: 'urn:ostiary:problem:malformed-body', detail: '“kind” stands twice in one object, and only one of the two can be meant.' } })
  t.equal(await platform.db.read.countBy(ThreadEntry, { ticketId: id }), before)
})

onApi('a key that is taken out of use while a request is still coming in does nothing any more', async (t, { app, as, ana, platform, topics }) => {
  const { id, key } = await createApiKey(as(ana), { name: 'Slow', scopes: ['tickets.write'], network: '', expiresAt: null, agentId: ana.id })
  /** A body that comes in two parts, and what happens in between. */
  const send = async (url: string, type: string, body: string, between: () => Promise<void>) => app.inject({
    method: 'POST', url: `/api/v1${url}`, headers: { authorization: `Bearer ${key}`, 'content-type': type, 'idempotency-key': `${url}-${platform.clock.now().getTime()}` },
    payload: Readable.from((async function * () { yield Buffer.from(body.slice(0, 5)); await between(); yield Buffer.from(body.slice(5)) })())
  })
  const aWhile = async (): Promise<void> => { platform.clock.advance(minute) }
  const file = async (between: () => Promise<void>) => send('/files?name=slow.txt', 'text/plain', 'a long file', between)
  const ticket = async (between: () => Promise<void>) => send('/tickets', 'application/json', JSON.stringify(lamp(topics.accounts.id)), between)
  t.same([(await file(aWhile)).statusCode, (await ticket(aWhile)).statusCode], [201, 201], 'slow is no fault')

  let version = 1
  const turn = async (isActive: boolean): Promise<void> => { await switchApiKey(as(ana), id, isActive, version++) }
  const count = async (): Promise<number[]> => Promise.all([platform.db.read.count(Ticket), platform.db.read.count(Attachment)])
  const before = await count()
  for (const each of [file, ticket]) {
    const answer = await each(async () => { await aWhile(); await turn(false) })
    t.match([answer.statusCode, answer.json()], [401, { type: 'urn:ostiary:problem:key-out-of-use' }])
    await turn(true)
  }
  t.same(await count(), before)
  await platform.db.transaction(async manager => manager.update(ApiKey, { id }, { scopes: ['tickets.read'] }))
  for (const each of [file, ticket]) t.equal((await each(aWhile)).statusCode, 403, 'nor without the scope')
})
