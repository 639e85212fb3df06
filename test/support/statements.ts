import type { EntityManager, Logger } from 'typeorm'
import type { TestPlatform } from './platform.js'

export interface Statement { sql: string, values: unknown[] }

/** What work asks of the database, statement by statement. */
export async function statementsOf ({ db }: TestPlatform, work: () => Promise<unknown>): Promise<Statement[]> {
  const source = (db.read as unknown as EntityManager).connection
  const before = source.logger
  const asked: Statement[] = []
  const nothing = () => undefined
  const recorder: Logger = { logQuery: (sql, values = []) => { asked.push({ sql, values: values as unknown[] }) }, logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing, log: nothing }
  source.logger = recorder
  try {
    await work()
  } finally {
    source.logger = before
  }
  return asked
}

/** How the database would answer a statement, a line for each step. */
export async function planOf ({ db }: TestPlatform, { sql, values }: Statement): Promise<string[]> {
  const rows = await db.read.query(`EXPLAIN ${db.engine === 'sqlite' ? 'QUERY PLAN ' : ''}${sql}`, values) as Array<Record<string, unknown>>
  return rows.map(row => db.engine === 'sqlite' ? String(row.detail) : [row.table, row.type, row.key, row.Extra].map(part => part === null ? '–' : String(part)).join(' '))
}

/** The steps of a plan that read all of one of these tables, by itself or by one of its indices. */
export function fullScans (plan: readonly string[], tables: readonly string[]): string[] {
  const names = tables.join('|')
  return plan.filter(step => new RegExp(`^SCAN (?:${names})\\b`).test(step) || new RegExp(`^(?:${names}|t|s) (?:ALL|index)\\b`).test(step))
}
