import path from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { DataSource } from 'typeorm'
import { examine } from '../src/doctor.js'
import { judgeServer } from '../src/platform/doctor/check-database.js'
import type { Finding } from '../src/platform/doctor/finding.js'
import { engines } from './support/engines.js'

interface Server { url: string, stop: () => Promise<void> }
type Start = (options: { flags: string[] }) => Promise<Server>

/** How each thing is called that a server can do to what it is given. */
const told = { text: /Text (?:is|would be) kept as/, packet: /Statements may have|max_allowed_packet/, flush: /A commit is on the disk|innodb_flush_log/, doublewrite: /written by halves|innodb_doublewrite/, binlog: /log for replicas|sync_binlog/, mode: /refused, not cut|sql_mode/ }
const levels = (findings: readonly Finding[]) => Object.fromEntries(Object.entries(told).map(([name, words]) => [name, findings.filter(({ text }) => words.test(text)).map(({ level }) => level).join()]))
const well = { text: 'ok', packet: 'ok', flush: 'ok', doublewrite: 'ok', binlog: 'ok', mode: 'ok' }

if (engines.includes('mysql')) {
  t.test('a server that may lose or cut what it is given is found by each of its flags, and its cure helps', async t => {
    const { startMariaDb } = await import(pathToFileURL(path.resolve('scripts/lib/mariadb.mjs')).href) as { startMariaDb: Start }
    const server = await startMariaDb({ flags: ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0', '--log-bin=log', '--sync-binlog=0', '--max-allowed-packet=1M', '--sql-mode=', '--character-set-server=latin1'] })
    t.teardown(server.stop)
    const look = async () => examine({ DATABASE_URL: server.url, STORAGE_URL: `file:${t.testdir()}`, SECRET_KEY: 'a key for tests that is long enough', BASE_URL: 'https://127.0.0.2:9' })
    const found = await look()
    t.same(levels(found), { text: 'bad', packet: 'warn', flush: 'warn', doublewrite: 'warn', binlog: 'warn', mode: 'bad' })
    t.ok(found.every(({ level, cure }) => level === 'ok' || (cure ?? '') !== ''), 'each has its cure')
    t.match(found.find(({ text }) => told.packet.test(text)), { text: /1048576 bytes/, cure: /max_allowed_packet=64M/ })

    const source = await new DataSource({ type: 'mysql', url: server.url.replace('mariadb:', 'mysql:') }).initialize()
    for (const cure of ['SET GLOBAL innodb_flush_log_at_trx_commit = 1', 'SET GLOBAL sync_binlog = 1', 'SET GLOBAL max_allowed_packet = 67108864', "SET GLOBAL sql_mode = 'STRICT_TRANS_TABLES'", 'ALTER DATABASE CHARACTER SET utf8mb4']) await source.query(cure)
    await source.destroy()
    t.same(levels(await look()), { ...well, doublewrite: 'warn' }, 'what can be mended while it runs is well at once')
  })
}

t.test('what other servers say of themselves is understood', async t => {
  const facts = { version: '8.4.3', charset: 'utf8mb4', packet: 67_108_864, flush: 1, doublewrite: 'ON', binlog: 1, has_binlog: 1, mode: 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES', at: 1000 }
  const judge = (more: Partial<typeof facts>) => judgeServer({ ...facts, ...more }, 1000)
  t.same(levels(judge({})), well)
  t.ok(judge({}).every(({ level }) => level === 'ok'))
  t.equal(levels(judge({ doublewrite: 'DETECT_AND_RECOVER' })).doublewrite, 'ok')
  t.equal(levels(judge({ doublewrite: 'DETECT_ONLY' })).doublewrite, 'warn', 'what is only noticed is not mended')
  t.equal(levels(judge({ doublewrite: 'OFF' })).doublewrite, 'warn')
  t.equal(levels(judge({ mode: 'TRADITIONAL' })).mode, 'ok')
  t.equal(levels(judge({ binlog: 0, has_binlog: 0 })).binlog, 'ok', 'there is nothing to keep up')
  for (const [version, level] of [['5.7.44-log', 'bad'], ['8.0.36', 'ok'], ['10.5.23-MariaDB-1:10.5.23+maria~deb11', 'bad'], ['10.6.18-MariaDB', 'ok'], ['11.8.2-MariaDB', 'ok'], ['9.1.0', 'ok']] as const) t.equal(judge({ version })[0]?.level, level, version)
  t.match(judge({ at: 61_000 }).find(({ area }) => area === 'clock'), { level: 'bad', text: /60 seconds/, cure: /NTP/ })
})
