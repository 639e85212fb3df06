import type { EntityManager } from 'typeorm'
import { isMysql } from './lock.js'

export type Columns = Record<string, string | number | null>

/** Inserts a row unless its unique key is taken, also by a transaction that is still under way. Columns by their SQL names. */
export async function insertOrIgnore (manager: EntityManager, table: string, row: Columns): Promise<void> {
  await insertAllOrIgnore(manager, table, [row])
}

/** The same for one row or more, all with the same columns, in one statement. */
export async function insertAllOrIgnore (manager: EntityManager, table: string, rows: readonly Columns[]): Promise<void> {
  const names = Object.keys(rows[0] ?? {})
  const insert = isMysql(manager) ? 'INSERT IGNORE' : 'INSERT OR IGNORE'
  const places = `(${names.map(() => '?').join(', ')})`
  await manager.query(`${insert} INTO ${table} (${names.join(', ')}) VALUES ${rows.map(() => places).join(', ')}`, rows.flatMap(row => Object.values(row)))
}
