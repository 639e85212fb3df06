import { Webhook as Standard } from 'standardwebhooks'
import { IdempotentRequest } from '../../src/platform/idempotency/idempotent-request.entity.js'
import { day } from '../../src/platform/clock.js'
import { createWebhookSender, createWorker } from '../../src/worker.js'
import { onApi, type Answer, type ApiWorld } from '../api/support.js'
import { lastChange } from '../support/history.js'
import { openSink, type Received } from './support.js'

const here = { WEBHOOK_ALLOW: '127.0.0.1' }
const kind = (name: string) => ({ type: `urn:ostiary:problem:${name}` })
const pointersOf = (answer: Answer): string[] => answer.body.errors?.map(({ pointer }) => pointer) ?? [`${answer.status} ${answer.text}`]
const programOf = ({ ask1 }: ApiWorld) => ({
  post: async (path: string, body?: unknown, headers = {}): Promise<Answer> => ask1(path, { method: 'POST', ...(body !== undefined && { body }), headers }),
  patch: async (path: string, body: unknown, match = '*'): Promise<Answer> => ask1(path, { method: 'PATCH', body, headers: { 'if-match': match } }),
  remove: async (path: string, match = '*'): Promise<Answer> => ask1(path, { method: 'DELETE', headers: { 'if-match': match } })
})

/** By the library of whoever receives it. */
const isSignedBy = (secret: string, { headers, body }: Received): boolean =>
  headers['webhook-signature']!.split(' ').includes(new Standard(secret).sign(headers['webhook-id']!, new Date(Number(headers['webhook-timestamp']) * 1000), body))

async function work ({ platform }: ApiWorld): Promise<void> {
  for (let round = 0; round < 3; round += 1) await createWorker(platform).runDue()
  await createWebhookSender(platform).runDue()
}

onApi('a program subscribes, is told with a signature that holds, and gets its secret once', async (t, world) => {
  const { ask, ask1, departments, platform: { db, clock } } = world
  const { post } = programOf(world)
  const sink = await openSink(t)
  const form = { name: 'Chat room', url: sink.url, types: ['ticket.created'], departmentIds: [departments.it.id] }
  const made = await post('/webhooks', form, { 'idempotency-key': 'subscribe' })
  t.match(made, { status: 201, body: { ...form, isActive: true, failingSince: null, givenUpAt: null, version: 1, secret: /^whsec_/ }, headers: { etag: /^"1-/, 'cache-control': 'no-store' } })
  const { id, secret } = made.body as unknown as { id: number, secret: string }
  t.equal(made.headers.location, `/api/v1/webhooks/${id}`)
  t.match(await lastChange(world, 'webhook'), { action: 'webhook.created', subjectId: id, agentName: world.ana.name })

  const again = await post('/webhooks', form, { 'idempotency-key': 'subscribe' })
  t.equal(again.text, made.text, 'whose answer was lost gets it again')
  t.match(again.headers, { 'idempotency-replayed': 'true', 'cache-control': 'no-store' })
  t.notMatch(JSON.stringify(await db.read.find(IdempotentRequest)), secret.slice(6), 'and it does not lie about in the meantime')
  t.notMatch((await ask1('/webhooks')).text + (await ask1(`/webhooks/${id}`)).text + (await ask1('/audit')).text, /secret":"|whsec/)
  t.equal((await ask1('/webhooks')).body.items.length, 1)

  await ask()
  await work(world)
  t.equal(sink.got[0]?.type, 'ticket.created')
  t.ok(isSignedBy(secret, sink.got[0]!))
  const renewed = await post(`/webhooks/${id}/secrets`, undefined, { 'if-match': '"1"' })
  t.match(renewed, { status: 201, body: { id, version: 2, secret: /^whsec_/ }, headers: { 'cache-control': 'no-store' } })
  t.match(await post(`/webhooks/${id}/secrets`, undefined, { 'if-match': '"1"' }), { status: 412, body: kind('stale') })
  await post(`/webhooks/${id}/tests`)
  for (const each of [secret, (renewed.body as unknown as { secret: string }).secret]) t.ok(isSignedBy(each, sink.got[1]!), 'the one before signs as well')
  clock.advance(day)
  await post(`/webhooks/${id}/tests`)
  t.notOk(isSignedBy(secret, sink.got[2]!), 'for a day')
}, here)

onApi('a program changes a webhook by version, switches it and takes it away', async (t, world) => {
  const { ask1, departments } = world
  const { post, patch, remove } = programOf(world)
  const { body: { id }, headers: { etag } } = await post('/webhooks', { name: 'Board', url: 'https://board.example.org/hook', types: ['ticket.created', 'ticket.closed'] })
  const path = `/webhooks/${id}`
  t.match(await ask1(path, { method: 'PATCH', body: { name: 'X' } }), { status: 428, body: kind('precondition-required') })
  const changed = await patch(path, { types: ['ticket.rated'], isActive: false }, etag)
  t.match(changed, { status: 200, body: { name: 'Board', url: 'https://board.example.org/hook', types: ['ticket.rated'], departmentIds: null, isActive: false, version: 3 } })
  t.match(await patch(path, { name: 'Late' }, etag), { status: 412, body: kind('stale') })
  t.match(await patch(path, { name: '', isActive: true }), { status: 422 })
  t.match((await ask1(path)).body, { isActive: false, version: 3 }, 'both or neither')
  t.match(await patch(path, { departmentIds: [departments.it.id] }), { body: { departmentIds: [departments.it.id], isActive: false } })
  t.match(await patch(path, { departmentIds: null, isActive: true }), { body: { departmentIds: null, isActive: true } })

  const refused: Array<[body: object, pointer: string]> = [
    [{ url: 'http://10.0.0.1/hook' }, '/url'], [{ url: 'http://localhost/hook' }, '/url'], [{ url: 'http://localhost./hook' }, '/url'], [{ url: 'ftp://board.example.org' }, '/url'], [{ url: 'https://me:secret@board.example.org' }, '/url'], [{ types: [] }, '/types'], [{ types: ['ticket.eaten'] }, '/types/0'],
    [{ departmentIds: [4711] }, '/departmentIds'], [{ departmentIds: [] }, '/departmentIds'], [{ secret: 'mine' }, '/secret'], [{ name: 7 }, '/name']
  ]
  for (const [body, pointer] of refused) t.same(pointersOf(await patch(path, body)), [pointer], JSON.stringify(body))
  t.same(pointersOf(await post('/webhooks', { name: 'X', types: ['ticket.created'] })), ['/url'])

  t.match([await remove(path, etag), await remove(path), await remove(path), await ask1(path)], [{ status: 412 }, { status: 200, body: { id } }, { status: 404 }, { status: 404 }])
  t.match(await lastChange(world, 'webhook'), { action: 'webhook.removed', subjectId: id })
})

onApi('a program tries a webhook, pages through what it was told, and sends a message again', async (t, world) => {
  const { ask, ask1 } = world
  const { post } = programOf(world)
  const sink = await openSink(t)
  const { body: { id } } = await post('/webhooks', { name: 'Board', url: sink.url, types: ['ticket.created'] })
  const tried = await post(`/webhooks/${id}/tests`, undefined, { 'idempotency-key': 'try' })
  t.match(tried, { status: 200, body: { type: 'webhook.test', state: 'delivered', attempts: 1, status: 204, ticketId: null, body: { data: { webhook: 'Board' } } } })
  await post(`/webhooks/${id}/tests`, undefined, { 'idempotency-key': 'try' })
  t.equal(sink.got.length, 1, 'sent again it is one')

  sink.answer = () => ({ status: 500, body: 'no disk' })
  const [first] = [await ask(), await ask()]
  await work(world)
  const waiting = await ask1(`/webhooks/${id}/messages?state=waiting&limit=1`)
  t.match(waiting, { status: 200, body: { items: [{ type: 'ticket.created', state: 'waiting', attempts: 1, status: 500 }], next: /cursor=/ }, headers: { link: /rel="next"/ } })
  const rest = await ask1(waiting.body.next!)
  t.match(rest.body, { items: [{ ticketId: first.id, status: 500 }], next: null })
  t.equal((await ask1(`/webhooks/${id}/messages`)).body.items.length, 3)

  sink.answer = () => ({ status: 200, body: 'thanks' })
  const path = `/webhooks/${id}/messages/${rest.body.items[0]!.id}`
  t.match((await ask1(path)).body, { answer: 'no disk', body: { type: 'ticket.created', data: { ticket: { id: first.id } } }, nextTryAt: String })
  t.match(await post(`${path}/sendings`), { status: 200, body: { state: 'delivered', status: 200, answer: 'thanks', nextTryAt: null } })
  t.match([await ask1(`/webhooks/${id}/messages/4711`), await post('/webhooks/4711/tests'), await ask1('/webhooks/4711/messages')], [{ status: 404 }, { status: 404 }, { status: 404 }])
  t.match(await ask1(`/webhooks/${id}/messages?state=eaten`), { status: 400, body: kind('bad-parameters') })
}, here)

onApi('only a key that was given webhooks, of an agent who may see the system part, for the whole house, reaches them', async (t, { ask1, keyFor, ben, departments }) => {
  const ask = async (form: Parameters<typeof keyFor>[0], method = 'GET') => ask1('/webhooks', { method, key: await keyFor(form), ...(method === 'POST' && { body: { name: 'X', url: 'https://x.example.org', types: ['ticket.created'] } }) })
  const most = ['tickets.read', 'tickets.write', 'people.read', 'people.write', 'organisation.read', 'organisation.write', 'audit.read']
  t.match(await ask({ scopes: most }), { status: 403, body: { ...kind('scope-missing'), detail: /webhooks\.read/ } }, 'keys that there were get no more than they had')
  t.match(await ask({ scopes: ['webhooks.read'] }, 'POST'), { status: 403, body: kind('scope-missing') })
  t.match(await ask({ scopes: ['webhooks.read'] }), { status: 200 })
  t.match(await ask({ scopes: ['webhooks.write'] }, 'POST'), { status: 201 })
  t.match(await ask({ scopes: ['webhooks.read'], agentId: ben.id }), { status: 403, body: kind('forbidden') })
  t.match(await ask({ scopes: ['webhooks.read', 'webhooks.write'], departmentIds: [departments.it.id] }), { status: 403, body: kind('scope-missing') })
  t.match(await ask1('/audit', { key: await keyFor({ scopes: ['webhooks.read'] }) }), { status: 403, body: kind('scope-missing') })
})
