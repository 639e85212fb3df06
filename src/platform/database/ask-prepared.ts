import type { Pool } from 'mysql2/promise'
import type { EntityManager } from 'typeorm'
import type { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver.js'
import type { Reader } from './database.js'

/**
 * Asks a long statement that is asked often: MySQL reads its text once a connection and only the values each time, which saves
 * it and us a quarter of the work. Not for statements whose text is seldom the same. SQLite keeps every statement anyway, and
 * inside a transaction it is asked like any other.
 *
 * @param values numbers, strings and null; none of them may be what LIMIT counts.
 */
export async function askPrepared<Row> (reader: Reader, sql: string, values: unknown[]): Promise<Row[]> {
  const { dataSource, queryRunner } = reader as EntityManager
  if (queryRunner !== undefined || !['mysql', 'mariadb'].includes(dataSource.options.type)) return reader.query(sql, values) as Promise<Row[]>
  dataSource.logger.logQuery(sql, values)
  const { pool } = dataSource.driver as MysqlDriver as { pool: { promise: () => Pool } }
  const [rows] = await pool.promise().execute(sql, values as Array<number | string | null>)
  return rows as Row[]
}
