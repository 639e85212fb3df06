import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { readConfig } from '../../dist/platform/config.js'
import { startMariaDb } from '../lib/mariadb.mjs'
import { createHouse } from './house.mjs'
import { largeMail, mixedMails } from './mails.mjs'
import { measure } from './measure.mjs'
import { settingsFor, signIn, startServer } from './server.mjs'

const run = promisify(execFile)
const largeMessages = 12
const largeMegabytes = 25
const beside = 1000

/**
 * How fast one process takes mail in, from the raw message to its ticket, and how much memory it holds, then also with large
 * messages; and what agents feel of it who open a queue twenty times a second while another thousand comes in.
 */
export async function benchMail ({ engine, messages, folder, say }) {
  const place = path.join(folder, engine)
  const [small, large, more] = ['small', 'large', 'more'].map(name => path.join(place, name))
  for (const each of [small, large, more]) mkdirSync(each, { recursive: true })
  for (const [at, raw] of mixedMails(messages + beside).entries()) writeFileSync(path.join(at < messages ? small : more, `${String(at).padStart(6, '0')}.eml`), raw)
  for (let at = 0; at < largeMessages; at += 1) writeFileSync(path.join(large, `${at}.eml`), largeMail(largeMegabytes, at))

  const database = engine === 'mariadb' ? await startMariaDb({ durable: true, parent: place }) : { url: `sqlite:${path.join(place, 'mail.sqlite')}`, stop: async () => {} }
  try {
    const settings = await settingsFor(database.url, place)
    const { agentId } = await createHouse(readConfig(settings))
    const mixed = await intake(settings, small)
    say(`${messages.toLocaleString('en')} mixed messages in ${mixed.seconds.toFixed(1)} s, ${(messages / mixed.seconds).toFixed(0)} a second, ${mixed.megabytes} MB; ${mixed.outcomes.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`)
    const long = await intake(settings, large)
    say(`${largeMessages} messages of ${largeMegabytes} MB in ${long.seconds.toFixed(1)} s, ${long.megabytes} MB`)
    const page = await pageBeside(settings, await signIn(database.url, agentId), async () => intake(settings, more))
    say(`a queue page beside it p50 ${page.busy.p50} ms, p99 ${page.busy.p99} ms; at rest ${page.rest.p50} and ${page.rest.p99} ms`)
    return { engine, messages, perSecond: Math.round(messages / mixed.seconds), megabytes: mixed.megabytes, largeMegabytes: long.megabytes, largeSeconds: long.seconds, page }
  } finally {
    await database.stop()
    rmSync(place, { recursive: true, force: true })
  }
}

async function pageBeside (settings, cookie, work) {
  const server = await startServer(settings)
  const open = async seconds => measure({ origin: server.origin, path: '/desk/queues/open', cookie, connections: 2, rate: 20, seconds, warmUp: 2, pids: {} })
  try {
    const rest = await open(10)
    const working = work()
    const busy = await open(8)
    await working
    return { rest, busy }
  } finally {
    await server.stop()
  }
}

/** With the memory setting of `deploy` and the image. */
async function intake (settings, folder) {
  const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, 'mail-intake.mjs'), folder], { env: { PATH: process.env.PATH, MALLOC_ARENA_MAX: '1', ...settings } })
  return JSON.parse(stdout)
}
