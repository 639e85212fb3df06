import type { DataSource } from 'typeorm'
import type { Engine } from './engine.js'
import { resumeMigrations } from './resume-migrations.js'

/** The database was migrated by a newer release than this one. */
export class NewerSchema extends Error {}

/**
 * Brings the schema up to date, once, however many processes start together. One that is killed leaves the old
 * state (SQLite) or goes on where it was at the next start (MySQL).
 *
 * @throws NewerSchema
 */
export async function runMigrations (source: DataSource, engine: Engine): Promise<void> {
  return engine === 'sqlite' ? migrateAtOnce(source) : migrateUnderLock(source)
}

/** All steps in one transaction that holds the write lock from its beginning; others wait for it. */
async function migrateAtOnce (source: DataSource): Promise<void> {
  const runner = source.createQueryRunner()
  // Neither is taken inside a transaction: to rebuild a table is to drop it, which must not take its children along.
  await runner.query('PRAGMA foreign_keys = OFF')
  await runner.query('PRAGMA busy_timeout = 600000')
  await runner.query('BEGIN IMMEDIATE')
  try {
    await refuseNewerSchema(source)
    await source.runMigrations({ transaction: 'none' })
    await runner.query('COMMIT')
  } catch (error) {
    await runner.query('ROLLBACK')
    throw error
  } finally {
    await runner.query('PRAGMA busy_timeout = 5000')
    await runner.query('PRAGMA foreign_keys = ON')
  }
}

async function migrateUnderLock (source: DataSource): Promise<void> {
  const runner = source.createQueryRunner()
  try {
    const [{ taken }] = await runner.query("SELECT GET_LOCK('ostiary_migrations', 600) AS taken") as [{ taken: number }]
    if (taken !== 1) throw new Error('Another process is migrating the database and has not finished in ten minutes.')
    await refuseNewerSchema(source)
    await resumeMigrations(source, runner)
  } finally {
    await runner.query("SELECT RELEASE_LOCK('ostiary_migrations')")
    await runner.release()
  }
}

async function refuseNewerSchema (source: DataSource): Promise<void> {
  const runner = source.createQueryRunner()
  try {
    if (!await runner.hasTable('migrations')) return
    const known = new Set(source.migrations.map(migration => migration.name ?? migration.constructor.name))
    const applied = await runner.query('SELECT name FROM migrations') as Array<{ name: string }>
    const unknown = applied.filter(({ name }) => !known.has(name)).map(({ name }) => name)
    if (unknown.length > 0) throw new NewerSchema(`The database is newer than this release: it knows ${unknown.join(', ')}. Start the release that made it, or restore a backup.`)
  } finally {
    if (source.options.type !== 'better-sqlite3') await runner.release()
  }
}
