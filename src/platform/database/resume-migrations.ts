import { MigrationExecutor, type DataSource, type QueryFailedError, type QueryRunner } from 'typeorm'

const writing = /^\s*(?:CREATE|ALTER|DROP|RENAME|TRUNCATE|INSERT|UPDATE|DELETE|REPLACE)\b/i
const ofRows = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b/i

/** What MySQL answers when a change was made already. */
const madeAlready = new Set(['ER_TABLE_EXISTS_ERROR', 'ER_DUP_KEYNAME', 'ER_DUP_FIELDNAME', 'ER_CANT_DROP_FIELD_OR_KEY', 'ER_BAD_TABLE_ERROR', 'ER_FK_DUP_NAME', 'ER_DUP_CONSTRAINT_NAME'])

/**
 * Runs what is pending so that a process that is killed in the middle can be started again.
 *
 * MySQL commits each change of a table by itself, so a step cannot be rolled back as a whole. Instead every
 * statement that was done is counted in `migration_progress`, and the next start goes on behind it. Only the
 * one that was under way may have been done without being counted: it may find its work made already.
 */
export async function resumeMigrations (source: DataSource, runner: QueryRunner): Promise<void> {
  await runner.query('CREATE TABLE IF NOT EXISTS migrations (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, timestamp BIGINT NOT NULL, name VARCHAR(255) NOT NULL)')
  const pending = await new MigrationExecutor(source, runner).getPendingMigrations()
  await runner.query('CREATE TABLE IF NOT EXISTS migration_progress (name VARCHAR(190) NOT NULL PRIMARY KEY, statements INT NOT NULL)')
  for (const { name, timestamp, instance } of pending) {
    const [before] = await runner.query('SELECT statements FROM migration_progress WHERE name = ?', [name]) as Array<{ statements: number }>
    if (before === undefined) await runner.query('INSERT INTO migration_progress (name, statements) VALUES (?, 0)', [name])
    await goOn(runner, name, before?.statements ?? null, async () => instance!.up(runner))
    await runner.query('INSERT INTO migrations (timestamp, name) VALUES (?, ?)', [timestamp, name])
  }
  await runner.query('DROP TABLE migration_progress')
}

/** @param done how many statements an earlier start has done; null when there was none */
async function goOn (runner: QueryRunner, name: string, done: number | null, work: () => Promise<unknown>): Promise<void> {
  const query = runner.query.bind(runner) as (sql: string, values?: unknown[]) => Promise<unknown>
  let place = 0
  const counted = async (sql: string, values?: unknown[]): Promise<unknown> => {
    if (!writing.test(sql)) return query(sql, values)
    place += 1
    if (place <= (done ?? 0)) return undefined

    if (ofRows.test(sql)) await query('START TRANSACTION')
    const result = await query(sql, values).catch((error: unknown) => {
      if (done !== null && place === done + 1 && madeAlready.has((error as QueryFailedError<Error & { code?: string }>).driverError?.code ?? '')) return undefined
      throw error
    })
    await query('UPDATE migration_progress SET statements = ? WHERE name = ?', [place, name])
    if (ofRows.test(sql)) await query('COMMIT')
    return result
  }
  Object.assign(runner, { query: counted })
  try {
    await work()
  } finally {
    Object.assign(runner, { query })
  }
}
