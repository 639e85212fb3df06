import { rmSync } from 'node:fs'
import path from 'node:path'
import { readConfig } from '../../dist/platform/config.js'
import { startMariaDb } from '../lib/mariadb.mjs'
import { createHouse } from './house.mjs'
import { measure, measureFloor, statementsOf } from './measure.mjs'
import { pagesFor, weigh } from './pages.mjs'
import { seedTickets } from './seed.mjs'
import { fillForms, settingsFor, signIn, startServer } from './server.mjs'

const sentAtOne = 400
const sentAtEight = 1200

/** Measures all pages on one database with one number of tickets, which is made for it and thrown away. */
export async function benchOne ({ engine, tickets, pages, seconds, folder, say }) {
  const database = engine === 'mariadb' ? await startMariaDb({ durable: true, parent: folder }) : { url: `sqlite:${path.join(folder, `${tickets}.sqlite`)}`, stop: async () => {} }
  let server = null
  const leave = async () => {
    await server?.stop()
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
    process.exit(130)
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, leave)

  try {
    const settings = await settingsFor(database.url, folder)
    const house = await createHouse(readConfig(settings))
    const began = performance.now()
    const shown = await seedTickets(database.url, house, tickets)
    say(`seeded in ${Math.round((performance.now() - began) / 1000)} s`)
    const cookie = await signIn(database.url, house.agentId)

    server = await startServer(settings)
    try {
      const bench = { database, server, cookie, house, seconds, pids: { app: server.pid, ...(database.pid ? { database: database.pid } : {}) } }
      const wanted = name => pages.length === 0 || pages.some(word => name.includes(word))
      const rows = []
      for (const page of pagesFor(shown)) if (wanted(page.name)) rows.push({ engine, tickets, ...await benchPage(bench, page, say) })
      if (wanted('send the form')) rows.push({ engine, tickets, ...await benchSending(bench, say) })
      return { rows, weights: await weigh(server.origin, cookie) }
    } finally {
      await server.stop()
    }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, leave)
    await database.stop()
  }
}

async function benchPage ({ database, server, cookie, seconds, pids }, { name, path: place, isPublic = false }, say) {
  const sent = isPublic ? undefined : cookie
  const ask = async () => {
    const response = await fetch(server.origin + place, { redirect: 'manual', headers: sent === undefined ? {} : { cookie: sent } })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${place} answered ${response.status}.`)
    return Buffer.byteLength(text)
  }
  const bytes = await ask()
  const request = { origin: server.origin, path: place, cookie: sent, pids, seconds }
  const one = await measure({ ...request, connections: 1, warmUp: Math.min(2, seconds) })
  const eight = await measure({ ...request, connections: 8, warmUp: seconds > 1 ? 1 : 0 })
  const floor = database.pid === undefined ? null : await floorOf(database.url, ask, seconds)
  say(`${name}: ${one.p50} ms, ${eight.perSecond} a second${floor === null ? '' : `, SQL alone ${floor.p50} ms in ${floor.statements.length} statements`}${failures(one, eight)}`)
  return { page: name, path: place, bytes, one, eight, floor }
}

async function floorOf (url, ask, seconds) {
  const statements = await statementsOf(url, ask)
  return { ...await measureFloor(url, statements.filter(text => /^\s*(SELECT|\()/i.test(text)), Math.min(2, seconds)), statements }
}

/** Sends forms that are filled in, each once, and each from a network of its own as the brake counts by network. */
async function benchSending ({ database, server, house, pids }, say) {
  const topicId = house.topics.find(({ departmentId }) => departmentId === 6).id
  const send = async (connections, amount) => {
    const keys = await fillForms(database.url, { topicId, amount })
    let place = 0
    const next = request => {
      const key = keys[place % keys.length]
      const address = `10.${place >> 16 & 255}.${place >> 8 & 255}.${place & 255}`
      place += 1
      return { ...request, path: `/ask/${key}/send`, headers: { ...request.headers, 'x-forwarded-for': address } }
    }
    return measure({ origin: server.origin, path: '/', method: 'POST', headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }, body: 'website=', next, connections, amount, warmUp: 0, pids })
  }
  await send(1, 100)
  const one = await send(1, sentAtOne)
  const eight = await send(8, sentAtEight)
  say(`send the form: ${one.p50} ms, ${eight.perSecond} a second${failures(one, eight)}`)
  return { page: 'send the form', path: '/ask/…/send', bytes: 0, one, eight, floor: null }
}

const failures = (...results) => results.some(({ failed }) => failed > 0) ? `, ${results.map(({ failed }) => failed).join(' and ')} FAILED` : ''
