import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import t from 'tap'
import { examine, exitCodeOf, writeFindings } from '../src/doctor.js'
import type { Finding } from '../src/platform/doctor/finding.js'
import { checkDomains } from '../src/platform/doctor/check-mail.js'
import { saveMailbox } from '../src/inbox/commands/save-mailbox.js'
import { formOf } from './inbox/imap-support.js'
import { createTestDatabase, engines } from './support/engines.js'
import { createWorld } from './support/world.js'

const well = {
  'riverside.example': [['v=spf1 mx -all'], ['other=1']],
  '_dmarc.riverside.example': [['v=DMARC1; p=none']]
} as Record<string, string[][]>
const missing = async (): Promise<never> => Promise.reject(Object.assign(new Error('queryTxt ENOTFOUND'), { code: 'ENOTFOUND' }))
const dnsOf = (records: Record<string, string[][]>, { hasMx = true } = {}) => ({ resolveTxt: async (name: string) => records[name] ?? missing(), resolveMx: async () => hasMx ? [{ exchange: 'mx.riverside.example' }] : missing() })
const sought = (findings: Finding[], words: string | RegExp) => findings.filter(({ text }) => typeof words === 'string' ? text.includes(words) : words.test(text))

/** Where nobody listens, and no name has to be looked up. */
const nowhere = 'https://127.0.0.2:9'

for (const engine of engines) {
  t.test(`a healthy desk is called healthy (${engine})`, async t => {
    const world = await createWorld(engine)
    t.teardown(async () => world.platform.close())
    const env = { DATABASE_URL: world.platform.databaseUrl, STORAGE_URL: world.platform.config.storageUrl, BASE_URL: nowhere, TRUST_PROXY: '1', SECRET_KEY: 'a key for tests that is long enough' }
    await world.platform.db.transaction(async manager => manager.query("INSERT INTO timers (name, next_run_at) VALUES ('sweep-targets', ?)", [Date.now()]))
    const findings = await examine(env, { dns: dnsOf(well) })
    t.same(findings.filter(({ level, text }) => level !== 'ok' && !/SMTP_URL|max_allowed_packet|innodb_|127\.0\.0\.2:9/.test(text)), [])
    t.same(sought(findings, '127.0.0.2:9').map(({ level }) => level), ['ok', 'warn', 'warn'], 'from here neither the proxy nor its certificate can be seen')
    t.equal(sought(findings, 'A worker runs').length, 1)
    t.same(sought(findings, /SQLite \d|MariaDB \d/).map(({ level }) => level), ['ok'])
    t.equal(sought(findings, 'up to date').length, 1)
    t.equal(exitCodeOf(findings.filter(({ level }) => level === 'ok')), 0)
    t.match(writeFindings(findings), /^ok {3}settings: People reach the desk at https:\/\/127\.0\.0\.2:9\.$/m)
  })

  t.test(`what does not work is found, with its cure, and nothing is changed (${engine})`, async t => {
    const world = await createWorld(engine)
    t.teardown(async () => world.platform.close())
    const { db, clock } = world.platform
    await world.ask()
    await db.transaction(async manager => {
      await manager.query('UPDATE jobs SET run_at = 1')
      await manager.query('UPDATE agents SET admin_rights = ?', ['[]'])
      await manager.query("INSERT INTO jobs (name, payload, state, run_at, attempts, created_at) VALUES ('x', '{}', 'dead', 1, 9, 1)")
      await manager.query("INSERT INTO sending_servers (name, host, port, security, user_name, dkim_domain, dkim_selector, is_active, failing_since, last_error, created_at, version) VALUES ('Library', '127.0.0.1', 1, 'starttls', '', 'riverside.example', 'desk', 1, 1, '535 wrong password', 1, 1)")
      await manager.query("INSERT INTO timers (name, next_run_at) VALUES ('sweep-targets', 1)")
    })
    await saveMailbox(world.as(world.ana), null, formOf(world, { name: 'Box', port: 1 }), 0)
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'ostiary-doctor-')), 'no-folder')
    writeFileSync(file, '')
    t.teardown(() => { rmSync(path.dirname(file), { recursive: true, force: true }) })
    const env = { DATABASE_URL: world.platform.databaseUrl, STORAGE_URL: `file:${file}/below`, BASE_URL: 'http://127.0.0.2:9', SMTP_URL: 'smtp://user:secret@127.0.0.1:1', SECRET_KEY: 'a key for tests that is long enough' }
    const before = await db.read.query('SELECT COUNT(*) AS n FROM jobs')
    const findings = await examine(env, { dns: dnsOf({ 'riverside.example': [['v=spf1 mx -all'], ['v=spf1 -all']] }, { hasMx: false }), clock })

    for (const [words, level] of [
      ['travel in the open', 'bad'], ['cannot be written', 'bad'], ['SMTP_URL does not let us in', 'bad'], [/jobs are more than five minutes late/, 'bad'], ['1 jobs were given up', 'warn'],
      ['“Library” does not let us in: ', 'bad'], ['“Box” does not let us in: ', 'bad'], [/No worker has run for \d+ minutes/, 'bad'], ['No server takes mail for riverside.example', 'bad'], ['Nobody may set things up', 'bad'], ['several SPF records', 'warn'], ['forged mail (DMARC)', 'warn'], ['publishes no key (DKIM)', 'bad']
    ] as const) {
      t.same(sought(findings, words).map(finding => finding.level), [level], String(words))
    }
    t.ok(findings.every(({ level, cure }) => level === 'ok' || (cure ?? '') !== ''), 'each has its cure')
    t.notMatch(JSON.stringify(findings), 'secret@', 'no password is told')
    t.equal(exitCodeOf(findings), 2)
    t.same(await db.read.query('SELECT COUNT(*) AS n FROM jobs'), before)
  })

  t.test(`a database that is empty, unknown or newer is told apart (${engine})`, async t => {
    const database = await createTestDatabase(engine)
    t.teardown(database.drop)
    const folder = mkdtempSync(path.join(os.tmpdir(), 'ostiary-doctor-'))
    t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
    const env = { DATABASE_URL: database.url, STORAGE_URL: `file:${folder}`, SECRET_KEY: 'a key for tests that is long enough' }
    t.same(sought(await examine(env, { dns: dnsOf(well) }), engine === 'sqlite' ? 'There is no database at' : 'The database is empty').map(({ level }) => level), ['warn'])

    const world = await createWorld(engine)
    t.teardown(async () => world.platform.close())
    const full = { ...env, DATABASE_URL: world.platform.databaseUrl }
    await world.platform.db.transaction(async manager => manager.query("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')"))
    t.same(sought(await examine(full, { dns: dnsOf(well) }), 'newer than this release').map(({ level }) => level), ['bad'])
    await world.platform.db.transaction(async manager => manager.query("DELETE FROM migrations WHERE name LIKE 'FromTheFuture%' OR timestamp = (SELECT last FROM (SELECT MAX(timestamp) AS last FROM migrations WHERE timestamp < 9999999999999) x)"))
    t.same(sought(await examine(full, { dns: dnsOf(well) }), /lacks 1 of \d+ steps/).map(({ level }) => level), ['warn'])
  })
}

t.test('settings that cannot be, and a database that is not there, are told in a line each', async t => {
  t.match(await examine({ PORT: 'many', BASE_URL: 'ftp://x' }), [{ level: 'bad', text: /PORT/ }, { level: 'bad', text: /BASE_URL/ }])
  const findings = await examine({ DATABASE_URL: 'mysql://user:hidden@127.0.0.1:1/none', STORAGE_URL: `file:${mkdtempSync(path.join(os.tmpdir(), 'ostiary-doctor-'))}`, SECRET_KEY: 'a key for tests that is long enough', BASE_URL: nowhere })
  t.same(sought(findings, 'cannot be reached').map(({ level }) => level), ['bad'])
  t.same(sought(findings, 'TRUST_PROXY is off').map(({ level }) => level), ['bad'])
  t.notMatch(JSON.stringify(findings), 'hidden')
})

t.test('whoever looks makes nothing: no folder and no file', async t => {
  const folder = t.testdir()
  const findings = await examine({ DATABASE_URL: `sqlite:${folder}/data/desk.sqlite`, STORAGE_URL: `file:${folder}/files/kept`, SECRET_KEY: 'a key for tests that is long enough', BASE_URL: nowhere }, { dns: dnsOf(well) })
  t.match([sought(findings, 'are free for'), sought(findings, 'There is no database')], [[{ level: 'ok', text: /files\/kept, which the server makes/ }, { level: 'ok', text: /data, which the server makes/ }], [{ level: 'warn', cure: /DATABASE_URL/ }]])
  t.same(readdirSync(folder), [])
})

t.test('not the secret key either, which the server has to be able to read', async t => {
  const [here, folder] = [process.cwd(), t.testdir()]
  t.teardown(() => { process.chdir(here) })
  process.chdir(folder)
  const look = async () => examine({ BASE_URL: nowhere, DATABASE_URL: 'sqlite:none.sqlite', STORAGE_URL: 'file:files' }, { dns: dnsOf(well) })
  t.match(sought(await look(), 'SECRET_KEY'), [{ level: 'warn', text: /the first start makes one in var.secret\.key/ }])
  t.same(readdirSync(folder), [])
  mkdirSync('var/secret.key', { recursive: true })
  t.match(await look(), [{ level: 'bad', text: /SECRET_KEY must be set, or var.secret\.key be readable for this user: EISDIR/ }], 'told in a line where it cannot be read')
})

t.test('a key that is published counts as one', async t => {
  const signers = [{ domain: 'riverside.example', selector: 'desk' }]
  t.same((await checkDomains(['riverside.example'], signers, dnsOf({ ...well, 'desk._domainkey.riverside.example': [['v=DKIM1; k=rsa; ', 'p=MIIB']] }))).map(({ level }) => level), ['ok', 'ok', 'ok', 'ok'])
  t.same((await checkDomains([], signers, dnsOf({ 'desk._domainkey.riverside.example': [['v=DKIM1; p=']] }))).map(({ level }) => level), ['bad'], 'an empty key is a revoked one')
})
