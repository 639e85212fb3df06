import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { readConfig } from '../../dist/platform/config.js'
import { startMariaDb } from '../lib/mariadb.mjs'
import { createHouse } from './house.mjs'
import { largeMail, mixedMails } from './mails.mjs'
import { settingsFor } from './server.mjs'

const run = promisify(execFile)
const largeMessages = 12
const largeMegabytes = 25

/** How fast one process takes mail in, from the raw message to its ticket, and how much memory it holds, then also with large messages. */
export async function benchMail ({ engine, messages, folder, say }) {
  const place = path.join(folder, engine)
  const [small, large] = ['small', 'large'].map(name => path.join(place, name))
  for (const each of [small, large]) mkdirSync(each, { recursive: true })
  for (const [at, raw] of mixedMails(messages).entries()) writeFileSync(path.join(small, `${String(at).padStart(6, '0')}.eml`), raw)
  for (let at = 0; at < largeMessages; at += 1) writeFileSync(path.join(large, `${at}.eml`), largeMail(largeMegabytes, at))

  const database = engine === 'mariadb' ? await startMariaDb({ durable: true, parent: place }) : { url: `sqlite:${path.join(place, 'mail.sqlite')}`, stop: async () => {} }
  try {
    const settings = await settingsFor(database.url, place)
    await createHouse(readConfig(settings))
    const mixed = await intake(settings, small)
    say(`${messages.toLocaleString('en')} mixed messages in ${mixed.seconds.toFixed(1)} s, ${(messages / mixed.seconds).toFixed(0)} a second, ${mixed.megabytes} MB; ${mixed.outcomes.map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`)
    const long = await intake(settings, large)
    say(`${largeMessages} messages of ${largeMegabytes} MB in ${long.seconds.toFixed(1)} s, ${long.megabytes} MB`)
    return { engine, messages, perSecond: Math.round(messages / mixed.seconds), megabytes: mixed.megabytes, largeMegabytes: long.megabytes, largeSeconds: long.seconds }
  } finally {
    await database.stop()
    rmSync(place, { recursive: true, force: true })
  }
}

async function intake (settings, folder) {
  const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, 'mail-intake.mjs'), folder], { env: { PATH: process.env.PATH, ...settings } })
  return JSON.parse(stdout)
}
