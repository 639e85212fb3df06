import { existsSync } from 'node:fs'
import path from 'node:path'
import { DataSource } from 'typeorm'
import { databaseTrouble } from '../database/database-trouble.js'
import { dataSourceOptions, engineOf, type Schema } from '../database/engine.js'
import { readDatabaseUrl } from '../database/database-url.js'
import { bad, ok, reasonOf, warn, type Finding } from './finding.js'

const oldest = { MariaDB: [10, 6], MySQL: [8, 0] } as const
const smallestPacket = 16 * 1024 * 1024

/**
 * Looks at the database without changing it, and hands it to `look` when it can be used.
 * A schema that is not up to date is told, not mended: that is for `migrate`.
 */
export async function checkDatabase (url: string, schema: Schema, now: () => number, look: (source: DataSource) => Promise<Finding[]>): Promise<Finding[]> {
  const file = engineOf(url) === 'sqlite' ? path.resolve(url.slice('sqlite:'.length)) : null
  if (file !== null && !existsSync(file)) return [warn('database', `There is no database at ${file} yet.`, 'Start the server, which makes it, or correct DATABASE_URL when it should be there.')]
  let source: DataSource
  try {
    source = await new DataSource(dataSourceOptions(url, schema)).initialize()
  } catch (error) {
    const { trouble, cure } = databaseTrouble(error) ?? { trouble: `The database cannot be reached: ${reasonOf(error)}`, cure: 'Check DATABASE_URL, that the server runs, and that the user may sign in from here.' }
    return [bad('database', trouble, cure)]
  }
  try {
    const engine = engineOf(url) === 'sqlite' ? await checkSqlite(source) : [...checkWay(url), ...await checkMysql(source, now)]
    const { findings, isUsable } = await checkSchema(source)
    return [...engine, ...findings, ...(isUsable ? await look(source) : [])]
  } finally {
    await source.destroy()
  }
}

/** What goes over a network goes encrypted. */
function checkWay (url: string): Finding[] {
  const { server, tls } = readDatabaseUrl(url)
  if (server === null || server.socketPath !== undefined) return []
  if (tls !== null) return [ok('database', tls.rejectUnauthorized ? 'The way to the database is encrypted, and its certificate checked.' : 'The way to the database is encrypted, but whoever answers is believed (ssl=unchecked).')]
  return ['localhost', '127.0.0.1', '::1'].includes(server.host) ? [] : [warn('database', `What goes to ${server.host} and comes from there is not encrypted.`, 'Add ?ssl=true to DATABASE_URL, unless the network between is yours alone.')]
}

async function checkSqlite (source: DataSource): Promise<Finding[]> {
  const [{ version }] = await source.query('SELECT sqlite_version() AS version') as [{ version: string }]
  const problems = (await source.query('PRAGMA quick_check(5)') as Array<Record<string, string>>).flatMap(row => Object.values(row)).filter(line => line !== 'ok')
  return [
    ok('database', `SQLite ${version}.`),
    problems.length === 0 ? ok('database', 'The file is sound.') : bad('database', `The file is damaged: ${problems.join('; ')}`, 'Stop the desk and restore the last backup.')
  ]
}

async function checkMysql (source: DataSource, now: () => number): Promise<Finding[]> {
  const [row] = await source.query('SELECT VERSION() AS version, @@character_set_database AS charset, @@max_allowed_packet AS packet, @@innodb_flush_log_at_trx_commit AS flush, @@innodb_doublewrite AS doublewrite, @@sync_binlog AS binlog, @@log_bin AS has_binlog, @@sql_mode AS mode, UNIX_TIMESTAMP(NOW(3)) * 1000 AS at') as [ServerFacts]
  return judgeServer(row, now())
}

type ServerFacts = Record<'version' | 'charset' | 'packet' | 'flush' | 'doublewrite' | 'binlog' | 'has_binlog' | 'mode' | 'at', string | number>

/** What the settings of a MariaDB or MySQL server do to what is kept there. `now` and `at` are epoch milliseconds. */
export function judgeServer (row: ServerFacts, now: number): Finding[] {
  const { version, charset, packet, flush, doublewrite, binlog, has_binlog: hasBinlog, mode, at } = row
  const kind = /mariadb/i.test(String(version)) ? 'MariaDB' : 'MySQL'
  const [major = 0, minor = 0] = String(version).split('.').map(part => Number.parseInt(part, 10))
  const isOld = major < oldest[kind][0] || (major === oldest[kind][0] && minor < oldest[kind][1])
  const apart = Math.abs(Number(at) - now) / 1000
  return [
    isOld ? bad('database', `${kind} ${version} is too old.`, `Install ${kind} ${oldest[kind].join('.')} or newer.`) : ok('database', `${kind} ${version}.`),
    charset === 'utf8mb4' ? ok('database', 'Text is kept as utf8mb4.') : bad('database', `Text would be kept as ${charset}, which cannot hold all that people write.`, 'ALTER DATABASE … CHARACTER SET utf8mb4, then start with an empty database.'),
    Number(packet) >= smallestPacket ? ok('database', `Statements may have ${Math.round(Number(packet) / 1e6)} MB.`) : warn('database', `max_allowed_packet is ${packet} bytes: long mails are refused by the database.`, 'Set max_allowed_packet=64M on the server.'),
    Number(flush) === 1 ? ok('database', 'A commit is on the disk before anybody is told.') : warn('database', `innodb_flush_log_at_trx_commit is ${flush}: after a power cut, what was confirmed in the last second is gone.`, 'Set innodb_flush_log_at_trx_commit=1 on the server.'),
    ['0', 'OFF', 'DETECT_ONLY'].includes(String(doublewrite)) ? warn('database', `innodb_doublewrite is ${doublewrite}: a power cut in the middle of a write can damage a table.`, 'Set innodb_doublewrite=ON on the server.') : ok('database', 'A page that was written by halves is mended.'),
    Number(hasBinlog) === 1 && Number(binlog) !== 1 ? warn('database', `sync_binlog is ${binlog}: after a power cut replicas and backups by log may differ from the database.`, 'Set sync_binlog=1 on the server.') : ok('database', 'The log for replicas keeps up, or is off.'),
    /STRICT_(?:TRANS|ALL)_TABLES|TRADITIONAL/.test(String(mode)) ? ok('database', 'What does not fit is refused, not cut.') : bad('database', 'sql_mode is not strict: what is too long would be cut without a word.', 'Add STRICT_TRANS_TABLES to sql_mode on the server.'),
    apart < 5 ? ok('clock', 'This machine and the database agree on the time.') : bad('clock', `The clock of the database is ${Math.round(apart)} seconds off ours.`, 'Let both machines keep time by NTP.')
  ]
}

async function checkSchema (source: DataSource): Promise<{ findings: Finding[], isUsable: boolean }> {
  const known = source.migrations.map(({ name, constructor }) => name ?? constructor.name)
  const runner = source.createQueryRunner()
  try {
    const applied = await runner.hasTable('migrations') ? (await runner.query('SELECT name FROM migrations') as Array<{ name: string }>).map(({ name }) => name) : []
    const missing = known.filter(name => !applied.includes(name))
    if (applied.some(name => !known.includes(name))) return { isUsable: false, findings: [bad('schema', 'The database is newer than this release.', 'Start the release that made it.')] }
    if (applied.length === 0) return { isUsable: false, findings: [warn('schema', 'The database is empty.', 'Start the server, or run: node dist/cli.js migrate')] }
    if (missing.length > 0) return { isUsable: false, findings: [warn('schema', `The database lacks ${missing.length} of ${known.length} steps.`, 'Back it up, then start the server, or run: node dist/cli.js migrate')] }
    return { isUsable: true, findings: [ok('schema', `The database is up to date (${known.length} steps).`)] }
  } finally {
    if (source.options.type !== 'better-sqlite3') await runner.release()
  }
}
