import t from 'tap'
import { DataSource } from 'typeorm'
import { hour, minute, second } from '../../src/platform/clock.js'
import { readConfig } from '../../src/platform/config.js'
import { dataSourceOptions } from '../../src/platform/database/engine.js'
import { checkDatabase } from '../../src/platform/doctor/check-database.js'
import { checkDomains } from '../../src/platform/doctor/check-mail.js'
import { checkSettings } from '../../src/platform/doctor/check-settings.js'
import { checkWork } from '../../src/platform/doctor/check-work.js'
import type { Finding } from '../../src/platform/doctor/finding.js'
import { schema } from '../../src/schema.js'
import { createTestDatabase, engines } from '../support/engines.js'
import { createMigratedDatabase } from '../support/migrated-database.js'
import { inWorld } from '../support/world.js'

const levelsOf = (findings: readonly Finding[], words: string | RegExp) => findings.filter(({ text }) => typeof words === 'string' ? text.includes(words) : words.test(text)).map(({ level }) => level)

t.test('settings that do not fit each other are told, and those that do are not', async t => {
  const well = { BASE_URL: 'https://help.example.org', TRUST_PROXY: '1', HOST: '127.0.0.1', SECRET_KEY: 'a key for tests that is long enough', SMTP_URL: 'smtp://mail.example.org' }
  const look = (env: Record<string, string | undefined>) => checkSettings(readConfig({ ...well, ...env }), { ...well, ...env })
  t.same(look({}).filter(({ level }) => level !== 'ok'), [])
  for (const [env, words, level] of [
    [{ BASE_URL: 'http://localhost:3000' }, 'on this machine alone', 'warn'],
    [{ BASE_URL: 'http://help.example.org' }, 'travel in the open', 'bad'],
    [{ TRUST_PROXY: 'false' }, 'TRUST_PROXY is off', 'bad'],
    [{ TRUST_PROXY: 'true', HOST: '0.0.0.0' }, 'believes whatever a caller says', 'warn'],
    [{ SECRET_KEY: undefined }, 'SECRET_KEY is not set', 'warn'],
    [{ SMTP_URL: undefined }, 'no mail leaves', 'warn']
  ] as const) {
    const findings = look(env)
    t.same(levelsOf(findings, words), [level], words)
    t.ok(findings.every(({ level, cure }) => level === 'ok' || (cure ?? '') !== ''), 'each has its cure')
  }
  t.same(look({ TRUST_PROXY: 'true' }).filter(({ level }) => level !== 'ok'), [], 'who listens to this machine alone may believe it')
})

inWorld('work that is not done is told, each kind from its own moment on', async (t, { platform }) => {
  const now = platform.clock.now()
  const source = await new DataSource(dataSourceOptions(platform.databaseUrl, schema)).initialize()
  t.teardown(async () => source.destroy())
  const look = async () => checkWork(source, now)
  await source.query('DELETE FROM jobs')
  t.same(levelsOf(await look(), 'No worker has ever run'), ['warn'])

  const timer = async (ago: number) => {
    await source.query("DELETE FROM timers WHERE name = 'sweep-targets'")
    await source.query("INSERT INTO timers (name, next_run_at) VALUES ('sweep-targets', ?)", [now.getTime() - ago])
  }
  await timer(4 * minute)
  t.same((await look()).filter(({ level }) => level !== 'ok'), [], 'all is well')
  await timer(6 * minute)
  t.same(levelsOf(await look(), 'No worker has run for 6 minutes'), ['bad'])

  const job = async (state: string, ago: number) => source.query("INSERT INTO jobs (name, payload, state, run_at, attempts, created_at) VALUES ('x', '{}', ?, ?, 1, 1)", [state, now.getTime() - ago])
  await job('ready', 5 * minute)
  t.same(levelsOf(await look(), 'No job is late'), ['ok'])
  await job('ready', 5 * minute + second)
  t.same(levelsOf(await look(), '1 jobs are more than five minutes late'), ['bad'])
  t.same(levelsOf(await look(), 'No job was given up'), ['ok'])
  await job('dead', 0)
  t.same(levelsOf(await look(), '1 jobs were given up'), ['warn'])

  const mail = async (key: string, attempts: number, ago: number) => source.query(
    "INSERT INTO mails (cause_key, message_id, template, to_address, from_address, subject, html, text, headers, state, attempts, created_at) VALUES (?, ?, 'x', 'a@example.org', 'b@example.org', '', '', '', '{}', 'queued', ?, ?)", [key, key, attempts, now.getTime() - ago]
  )
  await mail('never tried', 0, hour)
  await mail('just tried', 1, 29 * minute)
  t.same(levelsOf(await look(), 'No mail has waited for long'), ['ok'])
  await mail('tried in vain', 1, 31 * minute)
  t.same(levelsOf(await look(), '1 mails have waited'), ['bad'])

  await source.query("UPDATE agents SET admin_rights = '[]'")
  t.same(levelsOf(await look(), 'Nobody may set things up'), ['bad'])
})

t.test('a domain without a line on who may send for it is told', async t => {
  const missing = async (): Promise<never> => Promise.reject(new Error('ENOTFOUND'))
  const findings = await checkDomains(['example.org'], [], { resolveTxt: missing, resolveMx: async () => [{ exchange: '' }] })
  t.same(levelsOf(findings, 'does not say who may send for it (SPF)'), ['warn'])
  t.same(levelsOf(findings, 'No server takes mail for example.org'), ['bad'], 'a null MX takes none either')
})

for (const engine of engines) {
  t.test(`a clock that is apart is told (${engine})`, async t => {
    const database = await createTestDatabase(engine)
    t.teardown(database.drop)
    const look = async (apart: number) => checkDatabase(database.url, schema, () => Date.now() + apart, async () => [])
    if (engine === 'sqlite') return t.same(levelsOf(await look(hour), /clock/i), [], 'SQLite has no clock of its own')
    t.same(levelsOf(await look(0), 'agree on the time'), ['ok'])
    t.same(levelsOf(await look(hour), /seconds off ours/), ['bad'])
  })

  t.test(`a database that cannot hold all letters is told (${engine})`, async t => {
    const database = await createMigratedDatabase(engine)
    t.teardown(database.drop)
    const look = async () => checkDatabase(database.url, schema, Date.now, async () => [])
    if (engine === 'sqlite') return t.same(levelsOf(await look(), 'The file is sound'), ['ok'])
    t.same(levelsOf(await look(), 'Text is kept as utf8mb4'), ['ok'])
    const source = await new DataSource(dataSourceOptions(database.url, schema)).initialize()
    await source.query('ALTER DATABASE CHARACTER SET latin1')
    await source.destroy()
    t.same(levelsOf(await look(), 'Text would be kept as latin1'), ['bad'])
  })
}
