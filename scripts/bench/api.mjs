import path from 'node:path'
import { createApiKey } from '../../dist/accounts/commands/save-api-key.js'
import { openPlatform } from '../../dist/open-platform.js'
import { system } from '../../dist/platform/actor.js'
import { readConfig } from '../../dist/platform/config.js'
import { withActor } from '../../dist/platform/context.js'
import { startMariaDb } from '../lib/mariadb.mjs'
import { createHouse } from './house.mjs'
import { measure, statementsOf } from './measure.mjs'
import { seedTickets } from './seed.mjs'
import { settingsFor, startServer } from './server.mjs'

const opened = 2000

/** Measures the API at eight connections: a ticket in by the door that other desks' clients know, and a page of fifty out. */
export async function benchApi ({ engine, tickets, seconds, folder, say }) {
  const database = engine === 'mariadb' ? await startMariaDb({ durable: true, parent: folder }) : { url: `sqlite:${path.join(folder, `api-${tickets}.sqlite`)}`, stop: async () => {} }
  let server = null
  try {
    const settings = { ...await settingsFor(database.url, folder), API_REQUESTS_A_MINUTE: '100000000' }
    const house = await createHouse(readConfig(settings))
    await seedTickets(database.url, house, tickets)
    const key = await makeKey(settings, house.agentId)
    server = await startServer(settings)

    const request = { origin: server.origin, connections: 8, pids: { app: server.pid, ...(database.pid ? { database: database.pid } : {}) } }
    const headers = { 'x-api-key': key, accept: 'application/json' }
    const page = { ...request, path: '/api/v1/tickets?limit=50', headers, seconds, warmUp: 1 }
    const read = await measure(page)
    let place = 0
    const next = sent => ({ ...sent, body: JSON.stringify({ name: 'Maria', email: `sender${place += 1}@example.org`, subject: 'A lamp is dark', message: 'In room 3.' }) })
    const write = { ...request, path: '/api/tickets.json', method: 'POST', headers, body: '{}', next, amount: opened, warmUp: 0 }
    await measure({ ...write, amount: opened / 10 })
    const made = await measure(write)

    const statements = database.pid === undefined ? null : {
      page: (await statementsOf(database.url, async () => fetch(`${server.origin}${page.path}`, { headers }))).length,
      ticket: (await statementsOf(database.url, async () => fetch(`${server.origin}${write.path}`, { method: 'POST', headers, body: next({}).body }))).length
    }
    const counts = statements === null ? '' : `; ${statements.page} and ${statements.ticket} statements`
    say(`a page of 50: ${read.perSecond} a second (p95 ${read.p95} ms, ${read.failed} failed); a ticket in: ${made.perSecond} a second (p95 ${made.p95} ms, ${made.failed} failed)${counts}`)
    return { engine, tickets, read, made, statements }
  } finally {
    await server?.stop()
    await database.stop()
  }
}

/** One key for both doors. */
async function makeKey (settings, agentId) {
  const platform = await openPlatform(readConfig(settings))
  try {
    return (await createApiKey(withActor(platform, system), { name: 'Bench', scopes: ['tickets.create', 'tickets.read'], network: '', expiresAt: null, agentId })).key
  } finally {
    await platform.close()
  }
}
