import { AuditEntry } from '../../src/audit/audit-entry.entity.js'
import { addNote } from '../../src/tickets/commands/add-note.js'
import { Webhook } from '../../src/webhooks/webhook.entity.js'
import { cookieFor, form, openTestApp, ownForm } from '../support/app.js'
import { withSink } from './support.js'

withSink('an admin makes a webhook, tries it, changes it, looks at what it was told and sends that again', async (t, { ana, ben, ask, send, sink, platform }) => {
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const as = async (agentId: number) => {
    const cookie = await cookieFor(platform, { agentId })
    return {
      get: async (url: string) => app.inject({ url, headers: { cookie } }),
      post: async (url: string, values: Record<string, string | number | string[]>) => app.inject({ method: 'POST', url, headers: { ...ownForm, cookie }, payload: form(values) })
    }
  }
  const { get, post } = await as(ana.id)
  const others = await as(ben.id)
  t.equal((await others.get('/admin/webhooks')).statusCode, 404)
  t.equal((await others.post('/admin/webhooks', { name: 'Mine', url: sink.url, types: 'ticket.created' })).statusCode, 404)

  for (const [url, said] of [
    ['', /Enter a whole address/], ['chat.example.org', /Enter a whole address/], ['ftp://chat.example.org/', /Enter a whole address/], ['https://ana:secret@chat.example.org/', /Leave name and password out/],
    ['http://10.0.0.1/', /private network/], ['http://[::1]/', /private network/], ['http://169.254.169.254/latest', /private network/], ['http://0x0a.1/', /private network/]
  ] as const) {
    const refused = await post('/admin/webhooks', { name: 'Chat room', url, types: ['ticket.created'] })
    t.equal(refused.statusCode, 422, url)
    t.match(refused.body, said)
  }
  t.match((await post('/admin/webhooks', { name: 'Chat room', url: sink.url })).body, /Choose at least one/)
  t.equal((await post('/admin/webhooks', { name: 'Chat room', url: sink.url, types: ['ticket.created'], departmentIds: '999' })).statusCode, 422)
  t.equal((await post('/admin/webhooks', { name: '', url: sink.url, types: ['ticket.exploded'] })).statusCode, 422)
  t.equal(await platform.db.read.count(Webhook), 0, 'nothing of that was kept')

  const made = await post('/admin/webhooks', { name: 'Chat <room>', url: sink.url, types: ['ticket.created'] })
  t.equal(made.statusCode, 200)
  t.equal(made.headers['cache-control'], 'no-store')
  const secret = /whsec_[\w+/=]+/.exec(made.body)![0]
  const { id, ...kept } = await platform.db.read.findOneByOrFail(Webhook, {})
  t.notMatch(JSON.stringify([kept, await platform.db.read.find(AuditEntry)]), secret.slice(6), 'it is kept sealed, and no record has it')
  t.notMatch((await get(`/admin/webhooks/${id}`)).body, /whsec_/, 'and never shown again')
  t.match((await get('/admin/webhooks')).body, /Chat &lt;room&gt;[\s\S]*All is well/)

  const tried = await post(`/admin/webhooks/${id}/tests`, {})
  t.equal(tried.statusCode, 303)
  t.equal(sink.got.at(-1)!.type, 'webhook.test')
  t.match((await get(tried.headers.location!)).body, /Delivered[\s\S]*204/)

  sink.answer = () => ({ status: 500, body: '<script>alert(1)</script>' })
  const failed = await post(`/admin/webhooks/${id}/tests`, {})
  t.match((await get(failed.headers.location!)).body, /Given up[\s\S]*500[\s\S]*&lt;script&gt;alert/, 'a try is one try, and what was answered is shown as text')
  t.equal((await platform.db.read.findOneByOrFail(Webhook, { id })).failingSince, null, 'and says nothing of the webhook')

  await ask()
  await send()
  t.match((await get(`/admin/webhooks/${id}/messages?state=waiting`)).body, /ticket\.created[\s\S]*500[\s\S]*Next try/)
  t.match((await get('/admin/webhooks')).body, /Nothing came through since/)
  sink.answer = () => ({ status: 200 })
  const line = /\/admin\/webhooks\/\d+\/messages\/\d+/.exec((await get(`/admin/webhooks/${id}/messages?state=waiting`)).body)![0]
  const again = await post(`${line}/sendings`, {})
  t.equal(again.statusCode, 303)
  t.match((await get(line)).body, /Delivered/)
  t.equal(sink.got.at(-1)!.headers['webhook-id'], sink.got.at(-2)!.headers['webhook-id'])

  t.equal((await post(`/admin/webhooks/${id}`, { version: 7, name: 'Other', url: sink.url, types: ['ticket.created'] })).statusCode, 409, 'two admins at once')
  t.equal((await post(`/admin/webhooks/${id}`, { version: 1, name: 'Other', url: sink.url, types: ['ticket.closed'] })).statusCode, 303)
  t.match((await post(`/admin/webhooks/${id}/secrets`, { version: 2 })).body, /whsec_/)
  t.equal((await post(`/admin/webhooks/${id}/secrets`, { version: 2 })).statusCode, 409, 'pressed twice it is renewed once')
  t.equal((await post(`/admin/webhooks/${id}/removals`, { version: 3 })).statusCode, 303)
  for (const path of [`/admin/webhooks/${id}`, `/admin/webhooks/${id}/messages`, line]) t.equal((await get(path)).statusCode, 404)
})

withSink('the list says in a line what each is told, and a message that waits for an earlier one cannot be sent before it', async (t, { ana, ben, ask, as, hook, send, sink, platform, deliveries }) => {
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const cookie = await cookieFor(platform, { agentId: ana.id })
  const get = async (url: string) => (await app.inject({ url, headers: { cookie } })).body
  const { id } = await hook()
  await hook({ name: 'Dashboard', types: ['ticket.created', 'ticket.replied', 'ticket.noted', 'ticket.closed', 'ticket.rated'] })
  t.match(await get('/admin/webhooks'), /Everything[\s\S]*ticket\.created, ticket\.replied, ticket\.noted and 2 more/)

  sink.answer = () => ({ status: 500 })
  const ticket = await ask()
  await addNote(as(ben), { ticketId: ticket.id, text: 'A note' })
  await send()
  const [first, second] = (await deliveries()).filter(({ webhookId }) => webhookId === id)
  const pathOf = (messageId: number) => `/admin/webhooks/${id}/messages/${messageId}`
  t.match(await get(pathOf(first!.id)), /Send again/)
  t.notMatch(await get(pathOf(second!.id)), /Send again/)
  const refused = await app.inject({ method: 'POST', url: `${pathOf(second!.id)}/sendings`, headers: { ...ownForm, cookie }, payload: form({}) })
  t.match(refused, { statusCode: 303, headers: { location: pathOf(second!.id) } })
  const flash = refused.cookies.find(({ name }) => name === 'flash')!
  t.match((await app.inject({ url: pathOf(second!.id), headers: { cookie: `${cookie}; flash=${flash.value}` } })).body, /An earlier message about this ticket waits/)
  t.equal((await app.inject({ method: 'POST', url: `${pathOf(4711)}/sendings`, headers: { ...ownForm, cookie }, payload: form({}) })).statusCode, 404)
})
