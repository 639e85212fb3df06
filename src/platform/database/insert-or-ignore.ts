import type { EntityManager } from 'typeorm'
import { isMysql } from './lock.js'

/** Inserts a row unless its unique key is taken, also by a transaction that is still under way. Columns by their SQL names. */
export async function insertOrIgnore (manager: EntityManager, table: string, row: Record<string, string | number | null>): Promise<void> {
  const names = Object.keys(row)
  const insert = isMysql(manager) ? 'INSERT IGNORE' : 'INSERT OR IGNORE'
  await manager.query(`${insert} INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, Object.values(row))
}
