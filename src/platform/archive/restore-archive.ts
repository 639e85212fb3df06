import { createHash } from 'node:crypto'
import { DataSource, type EntityManager } from 'typeorm'
import { dataSourceOptions, engineOf, type Schema } from '../database/engine.js'
import { runMigrations } from '../database/migrate.js'
import type { FileStore } from '../storage/file-store.js'
import { BadArchive, type Manifest } from './manifest.js'
import type { Archive } from './read-archive.js'
import { RowSum } from './row-sum.js'
import { linesOf } from './table-rows.js'

/** Where rows mean that somebody works here, or began to set the desk up. */
const neverFilledByMigrations = ['agents', 'people', 'tickets', 'departments', 'mails', 'settings', 'api_keys']
const mostRows = 200
const mostCharacters = 1_000_000

/**
 * Puts an archive into an empty database and an empty place for files, on either engine, and adds up what it
 * wrote: all of it is there afterwards, or the database is as empty as before.
 *
 * The schema is brought to where the archive's was; whoever opens the database next brings it up to date.
 *
 * @throws BadArchive when the database is not empty or newer than the archive, or the archive is newer than this release or damaged.
 */
export async function restoreArchive (archive: Archive, { databaseUrl, schema, files }: { databaseUrl: string, schema: Schema, files: FileStore }): Promise<void> {
  const source = await new DataSource(dataSourceOptions(databaseUrl, schema)).initialize()
  try {
    for await (const { sha256 } of files.list()) throw new BadArchive(`The place for files is not empty: it holds ${sha256}. An archive is restored only where nothing can be mixed.`)
    await checkFiles(archive)
    await prepareSchema(source, databaseUrl, archive.manifest.schema)
    await fill(source, archive, async () => {
      for (const sha256 of archive.files) await files.put(await archive.file(sha256))
    })
  } finally {
    await source.destroy()
  }
}

/** Reads every file once before anything is written, so that a damaged one leaves nothing behind. */
async function checkFiles (archive: Archive): Promise<void> {
  for (const sha256 of archive.files) {
    const hash = createHash('sha256')
    for await (const chunk of await archive.file(sha256)) hash.update(chunk as Buffer)
    if (hash.digest('hex') !== sha256) throw new BadArchive(`The file ${sha256} in the archive is damaged. Nothing was restored.`)
  }
}

async function prepareSchema (source: DataSource, databaseUrl: string, archived: string[]): Promise<void> {
  const known = source.migrations.map(({ name, constructor }) => name ?? constructor.name)
  const newer = archived.filter(name => !known.includes(name))
  if (newer.length > 0) throw new BadArchive(`The archive was made by a newer release: this one does not know ${newer.join(', ')}. Install that release first.`)

  const applied = await appliedMigrations(source)
  if (applied.some(name => !archived.includes(name))) throw new BadArchive('The database was already set up by a newer release than the archive’s. Give an empty one.')
  for (const table of neverFilledByMigrations) {
    if (applied.length > 0 && (await source.query(`SELECT 1 AS one FROM ${table} LIMIT 1`) as unknown[]).length > 0) throw new BadArchive('The database is not empty. An archive is restored only where nothing can be overwritten.')
  }
  Object.assign(source, { migrations: source.migrations.filter(({ name, constructor }) => archived.includes(name ?? constructor.name)) })
  await runMigrations(source, engineOf(databaseUrl))
}

async function appliedMigrations (source: DataSource): Promise<string[]> {
  const runner = source.createQueryRunner()
  try {
    return await runner.hasTable('migrations') ? (await runner.query('SELECT name FROM migrations') as Array<{ name: string }>).map(({ name }) => name) : []
  } finally {
    if (source.options.type !== 'better-sqlite3') await runner.release()
  }
}

/**
 * Rows come in the order of table names, before those that they refer to; the sums say that none is missing. Files are put
 * in their place as the last thing before the rows are committed.
 */
async function fill (source: DataSource, { manifest, lines }: Archive, putFiles: () => Promise<void>): Promise<void> {
  const isSqlite = source.options.type === 'better-sqlite3'
  await source.transaction(async manager => {
    await manager.query(isSqlite ? 'PRAGMA defer_foreign_keys = ON' : 'SET FOREIGN_KEY_CHECKS = 0')
    try {
      for (const table of Object.keys(manifest.tables)) await manager.query(`DELETE FROM ${source.driver.escape(table)}`)
      for (const [table, expected] of Object.entries(manifest.tables)) {
        await insertLines(manager, table, lines(table))
        await compare(manager, table, expected)
      }
      await putFiles()
    } finally {
      if (!isSqlite) await manager.query('SET FOREIGN_KEY_CHECKS = 1')
    }
  })
}

async function insertLines (manager: EntityManager, table: string, lines: AsyncGenerator<string>): Promise<void> {
  const quote = (name: string): string => manager.connection.driver.escape(name)
  let waiting: Array<Record<string, unknown>> = []
  let characters = 0
  const flush = async (): Promise<void> => {
    const columns = Object.keys(waiting[0] ?? {})
    if (columns.length === 0) return
    await manager.query(`INSERT INTO ${quote(table)} (${columns.map(quote).join(', ')}) VALUES ${waiting.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')}`, waiting.flatMap(row => columns.map(column => row[column])))
    waiting = []
    characters = 0
  }
  for await (const line of lines) {
    waiting.push(JSON.parse(line) as Record<string, unknown>)
    characters += line.length
    if (waiting.length >= mostRows || characters >= mostCharacters) await flush()
  }
  await flush()
}

async function compare (manager: EntityManager, name: string, expected: Manifest['tables'][string]): Promise<void> {
  const sum = new RowSum()
  for await (const line of linesOf(manager, { name, ...expected })) sum.add(line)
  const { rows, sum: total } = sum.total
  if (rows !== expected.rows || total !== expected.sum) throw new BadArchive(`The table ${name} does not add up: ${rows} rows in place of ${expected.rows}, or other content. Nothing was restored.`)
}
