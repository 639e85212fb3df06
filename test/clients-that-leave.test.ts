import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createApiKey } from '../src/accounts/commands/save-api-key.js'
import { actingScopes } from '../src/accounts/api-scopes.js'
import { buildApp } from '../src/app.js'
import { system } from '../src/platform/actor.js'
import { withActor } from '../src/platform/context.js'
import { storageFolder } from '../src/platform/storage/file-store.js'
import { cookieFor } from './support/app.js'
import { chance, leave, ways, type RudeRequest } from './support/rude-client.js'
import { withRoutes, type Route } from './support/routes.js'
import { inWorld, type World } from './support/world.js'

/** What ends who we are, so that the requests after it would meet nothing but a closed door. */
const endsUs = /sign-out|\/void|sessions|api-keys|\/agents|two-step|\/password/
const atOnce = 12

const boundary = 'a-boundary'
const fields = { text: 'Half a word', subject: 'Rude', kind: 'note', version: '1', name: 'Rude', email: 'rude@riverside.example' }

/** A form with a file, an API's body, or a file that goes up as it is. */
function bodyFor (path: string, topicId: number): { type: string, body: Buffer } {
  if (path === '/api/v1/files') return { type: 'application/octet-stream', body: Buffer.alloc(200_000, 'f') }
  if (path.startsWith('/api/')) return { type: 'application/json', body: Buffer.from(JSON.stringify({ ...fields, topicId })) }
  if (!/files|entries|logo|calendars|rules\/file|dry-run/.test(path)) return { type: 'application/x-www-form-urlencoded', body: Buffer.from(new URLSearchParams({ ...fields, topic: String(topicId) }).toString()) }
  const typed = Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="lamp.bin"\r\ncontent-type: application/octet-stream\r\n\r\n`
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([Buffer.from(typed + file), Buffer.alloc(200_000, 'g'), Buffer.from(`\r\n--${boundary}--\r\n`)]) }
}

async function prepareRequests ({ platform, ana, ask, topics }: World, routes: Route[]): Promise<RudeRequest[]> {
  const ticket = await ask()
  const agent = await cookieFor(platform, { agentId: ana.id })
  const person = await cookieFor(platform, { personId: ticket.requesterId })
  const { key } = await createApiKey(withActor(platform, system), { name: 'Rude', scopes: [...actingScopes], network: '', expiresAt: null, agentId: ana.id })

  return routes.filter(({ path }) => !endsUs.test(path)).map(({ method, path }) => {
    const address = path.replace('*', 'icons.svg').replace(/:([A-Za-z]+)/g, (_all, name: string) => name === 'number' ? ticket.number : name === 'name' ? 'open' : name === 'id' && path.includes('/tickets/') ? String(ticket.id) : '1')
    const { type, body } = bodyFor(path, topics.accounts.id)
    const who: Record<string, string> = path.startsWith('/api/') ? { authorization: `Bearer ${key}` } : { cookie: /^\/(?:desk|admin)/.test(path) ? agent : person }
    return { method, address, headers: { ...who, 'accept-encoding': 'gzip', 'sec-fetch-site': 'same-origin', ...(method !== 'GET' && { 'content-type': type }) }, body: method === 'GET' ? Buffer.alloc(0) : body }
  })
}

inWorld('clients that leave at the worst moment leave nothing behind', async (t, world) => {
  const { platform } = world
  const faults: string[] = []
  const [app, routes] = await withRoutes(async () => buildApp(platform, { logger: { level: 'warn', stream: { write: (line: string) => { faults.push(line) } } } }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(async () => app.close())
  const { port } = app.server.address() as AddressInfo
  const requests = await prepareRequests(world, routes)
  t.ok(requests.length > 300, `${requests.length} routes`)

  const random = chance(20261129)
  const uploads = requests.filter(({ body }) => body.length > 100_000)
  const turns = [...requests.map(request => ({ request, way: ways[Math.floor(random() * ways.length)]! })), ...uploads.flatMap(request => ways.map(way => ({ request, way })))]
  const ask = async (): Promise<void> => { for (let next = turns.pop(); next !== undefined; next = turns.pop()) await leave(port, next.request, next.way, random) }
  await Promise.all(Array.from({ length: atOnce }, ask))

  const connections = async (): Promise<number> => new Promise((resolve, reject) => { app.server.getConnections((error, count) => { if (error === null) resolve(count); else reject(error) }) })
  for (let tries = 0; tries < 200 && await connections() > 0; tries += 1) await wait(10)
  t.equal(await connections(), 0, 'no connection is left')
  t.strictSame(faults, [], 'nobody who left is a fault of ours')

  const incoming = path.join(storageFolder(platform.config.storageUrl), 'incoming')
  t.strictSame(existsSync(incoming) ? readdirSync(incoming) : [], [], 'no half of a file stays')
  const [row] = await platform.db.read.query('SELECT COUNT(*) AS n FROM tickets t WHERE NOT EXISTS (SELECT 1 FROM thread_entries e WHERE e.ticket_id = t.id)') as Array<{ n: number }>
  t.equal(Number(row?.n), 0, 'no ticket is half done')
  await Promise.all(Array.from({ length: 20 }, async () => platform.db.transaction(async manager => manager.query('SELECT 1'))))
  t.equal((await app.inject('/readyz')).statusCode, 200, 'and the next who asks is answered')
})

inWorld('a client that leaves is known by its address all the same', async (t, { platform }) => {
  const app = await buildApp(platform)
  const seen = new Promise<string>(resolve => {
    app.get('/who', async request => {
      // On some engines so much was asked before that the client is gone already.
      if (!request.raw.socket.closed) await once(request.raw.socket, 'close')
      resolve(request.ip)
    })
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(async () => app.close())
  await leave((app.server.address() as AddressInfo).port, { method: 'GET', address: '/who', headers: {}, body: Buffer.alloc(0) }, 'when all is sent', chance(1))
  t.equal(await seen, '127.0.0.1')
})
