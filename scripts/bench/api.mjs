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
import { freePort, settingsFor, startServer } from './server.mjs'

/**
 * Tickets for each second that a page is measured. As many go before, and pages for three times as long: the engine compiles what runs
 * often, which takes a seventh of the server's time in the first seconds and nothing on a desk that runs for days.
 */
const openedASecond = 500

/**
 * Measures the API at eight connections: a page of fifty out, a ticket in by the door that other desks' clients know, and
 * tickets in by two processes side by side. Then it looks whether each answer is one ticket with a number of its own.
 *
 * @throws when one is not.
 */
export async function benchApi ({ engine, tickets, seconds, folder, say }) {
  const database = engine === 'mariadb' ? await startMariaDb({ durable: true, parent: folder }) : { url: `sqlite:${path.join(folder, `api-${tickets}.sqlite`)}`, stop: async () => {} }
  const servers = []
  try {
    const settings = { ...await settingsFor(database.url, folder), API_REQUESTS_A_MINUTE: '100000000' }
    const house = await createHouse(readConfig(settings))
    await seedTickets(database.url, house, tickets)
    const headers = { 'x-api-key': await makeKey(settings, house.agentId), accept: 'application/json' }
    servers.push(await startServer(settings))

    const opened = openedASecond * seconds
    const answers = []
    const page = { path: '/api/v1/tickets?limit=50', headers, seconds, warmUp: 3 * seconds }
    const write = { path: '/api/tickets.json', method: 'POST', headers, body: '{}', next: nextTicket, hear: (status, body) => { answers.push({ status, body: body.toString() }) }, warmUp: 0 }
    const ask = async (server, request, connections = 8) => measure({ origin: server.origin, connections, pids: { server: server.pid, ...(database.pid ? { database: database.pid } : {}) }, ...request })

    const read = await ask(servers[0], page)
    say(`a page of 50: ${inWords(read)}`)
    await ask(servers[0], { ...write, amount: opened })
    const made = await ask(servers[0], { ...write, amount: opened })
    say(`a ticket in: ${inWords(made)}`)

    const port = await freePort()
    servers.push(await startServer({ ...settings, PORT: String(port), BASE_URL: `http://127.0.0.1:${port}` }))
    await ask(servers[1], { ...write, amount: opened })
    const both = await Promise.all(servers.map(async server => ask(server, { ...write, amount: opened / 2 }, 4)))
    const two = both.reduce((sum, { perSecond }) => sum + perSecond, 0)
    say(`two processes: ${Math.round(two)} tickets a second, ${(two / made.perSecond).toFixed(2)} times what one makes`)

    const statements = database.pid === undefined ? null : await countStatements(database.url, servers[0].origin, page, write)
    if (statements !== null) say(`statements: ${statements.page} for a page, ${statements.ticket} for a ticket`)
    say(await checkNumbers(settings, tickets, answers, statements === null ? 0 : 2))
    return { engine, tickets, read, made, two, statements }
  } finally {
    for (const server of servers) await server.stop()
    await database.stop()
  }
}

let place = 0
const nextTicket = sent => ({ ...sent, body: JSON.stringify({ name: 'Maria', email: `sender${place += 1}@example.org`, subject: 'A lamp is dark', message: 'In room 3.' }) })

/** With what two cores and one thread of the server would give, if they had nothing else to do. */
function inWords ({ perSecond, p95, failed, cpu }) {
  const taken = Object.entries(cpu).map(([name, ms]) => `${name} ${ms}`).join(' + ')
  const sum = Object.values(cpu).reduce((total, ms) => total + ms, 0)
  const quiet = sum === 0 ? '' : `; of the processor ${taken} ms, which two cores can do ${Math.floor(Math.min(2000 / sum, 1000 / cpu.server))} times a second`
  return `${perSecond} a second (p95 ${p95} ms, ${failed} failed)${quiet}`
}

async function countStatements (url, origin, { path: page, headers }, { path: door, next }) {
  const asked = await statementsOf(url, async () => fetch(origin + page, { headers }))
  const sent = await statementsOf(url, async () => fetch(origin + door, { method: 'POST', headers, body: next({}).body }))
  return { page: asked.length, ticket: sent.length }
}

/** Whether there is one ticket for each answer, `more` that nobody listened to, and no number twice. @throws when not. */
async function checkNumbers (settings, seeded, answers, more) {
  const numbers = answers.filter(({ status }) => status === 201).map(({ body }) => body)
  const platform = await openPlatform(readConfig(settings))
  try {
    const made = (await platform.db.read.query('SELECT number FROM tickets WHERE id > ?', [seeded])).map(({ number }) => number)
    const kept = new Set(made)
    const isWhole = made.length === numbers.length + more && kept.size === made.length && new Set(numbers).size === numbers.length && numbers.every(number => kept.has(number))
    if (!isWhole) throw new Error(`${numbers.length} answers and ${more} more made ${made.length} tickets with ${kept.size} numbers.`)
    return `${numbers.length} answers, each one ticket with a number of its own`
  } finally {
    await platform.close()
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
