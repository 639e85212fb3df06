import type { EntityManager, EntityTarget, ObjectLiteral, QueryResult } from 'typeorm'
import { isMysql } from './lock.js'
import { columnsOf, given, nameOf, valueFor } from './row-columns.js'

type Numbered = ObjectLiteral & { id: number }
type Answer = QueryResult<Numbered>

/** Inserts a whole entity and fills in its id. */
export async function insertRow<Row extends Numbered> (manager: EntityManager, entity: EntityTarget<Row>, row: Row): Promise<Row> {
  return Object.assign(row, { id: idOf(await insert(manager, entity, [row])) })
}

/** The same unless a unique key of its is taken, also by a transaction that is still under way; null then. */
export async function insertNewRow<Row extends Numbered> (manager: EntityManager, entity: EntityTarget<Row>, row: Row): Promise<Row | null> {
  const answer = await insert(manager, entity, [row], { unlessTaken: true })
  return answer.affected === 0 ? null : Object.assign(row, { id: idOf(answer) })
}

/** Inserts whole entities and fills in their ids, which ascend: in one statement where the database says which ids it gave. */
export async function insertEach<Row extends Numbered> (manager: EntityManager, entity: EntityTarget<Row>, rows: readonly Row[]): Promise<void> {
  if (rows.length < 2 || !manager.dataSource.driver.isReturningSqlSupported('insert')) {
    for (const row of rows) await insertRow(manager, entity, row)
    return
  }
  const ids = (await insert(manager, entity, rows, { returning: 'id' })).records.map(({ id }) => id).sort((a, b) => a - b)
  rows.forEach((row, place) => Object.assign(row, { id: ids[place] }))
}

/** Inserts whole rows in one statement, for whoever needs none of their ids; at least one. All give the same columns. */
export async function insertRows<Row extends ObjectLiteral> (manager: EntityManager, entity: EntityTarget<Row>, rows: ReadonlyArray<Partial<Row>>): Promise<void> {
  await insert(manager, entity, rows)
}

/**
 * The statement is put together here, since TypeORM's builder takes longer over it than the database does. Nothing is
 * read back; a column that is not given gets its default.
 */
async function insert<Row extends ObjectLiteral> (manager: EntityManager, entity: EntityTarget<Row>, rows: ReadonlyArray<Partial<Row>>, { unlessTaken = false, returning = '' } = {}): Promise<Answer> {
  const { tableName, columns } = columnsOf(manager, entity)
  const written = given(columns, rows[0]!)
  const places = `(${written.map(() => '?').join(', ')})`
  const values = rows.flatMap(row => written.map(column => valueFor(manager, column, row)))
  const verb = !unlessTaken ? 'INSERT' : isMysql(manager) ? 'INSERT IGNORE' : 'INSERT OR IGNORE'
  const sql = `${verb} INTO ${tableName} (${written.map(column => nameOf(manager, column)).join(', ')}) VALUES ${rows.map(() => places).join(', ')}${returning && ` RETURNING ${returning}`}`
  return manager.queryRunner!.query(sql, values, true)
}

const idOf = ({ raw }: Answer): number => Number(typeof raw === 'object' ? (raw as { insertId: number }).insertId : raw)
