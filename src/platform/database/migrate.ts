import type { DataSource } from 'typeorm'
import type { Engine } from './engine.js'

/**
 * Brings the schema up to date, once, however many processes start together.
 *
 * @throws when the database was already migrated by a newer release than this one.
 */
export async function runMigrations (source: DataSource, engine: Engine): Promise<void> {
  if (engine === 'sqlite') return migrate(source)

  const runner = source.createQueryRunner()
  try {
    const [{ taken }] = await runner.query("SELECT GET_LOCK('ostiary_migrations', 600) AS taken") as [{ taken: number }]
    if (taken !== 1) throw new Error('Another process is migrating the database and has not finished in ten minutes.')
    await migrate(source)
  } finally {
    await runner.query("SELECT RELEASE_LOCK('ostiary_migrations')")
    await runner.release()
  }
}

async function migrate (source: DataSource): Promise<void> {
  await refuseNewerSchema(source)
  await source.runMigrations({ transaction: 'each' })
}

async function refuseNewerSchema (source: DataSource): Promise<void> {
  const runner = source.createQueryRunner()
  try {
    if (!await runner.hasTable('migrations')) return
    const known = new Set(source.migrations.map(migration => migration.name ?? migration.constructor.name))
    const applied = await runner.query('SELECT name FROM migrations') as Array<{ name: string }>
    const unknown = applied.filter(({ name }) => !known.has(name)).map(({ name }) => name)
    if (unknown.length > 0) throw new Error(`The database is newer than this release: it knows ${unknown.join(', ')}. Start the release that made it, or restore a backup.`)
  } finally {
    if (source.options.type !== 'better-sqlite3') await runner.release()
  }
}
