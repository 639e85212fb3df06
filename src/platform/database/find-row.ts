import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm'
import { columnsOf, given, nameOf, valueFor } from './row-columns.js'

type Queries = Pick<EntityManager, 'dataSource' | 'query'>

/**
 * The one row with these values, or null. For what every request asks: TypeORM's own `findOneBy` takes several times as
 * long over the same statement. `ending` is SQL that goes behind it.
 */
export async function findRow<Row extends ObjectLiteral> (manager: Queries, entity: EntityTarget<Row>, where: Partial<Row>, { ending = '' } = {}): Promise<Row | null> {
  const [row] = await findRows(manager, entity, where, { ending: `LIMIT 1 ${ending}` })
  return row ?? null
}

/** All rows with these values, in the order that `ending` asks for. */
export async function findRows<Row extends ObjectLiteral> (manager: Queries, entity: EntityTarget<Row>, where: Partial<Row>, { ending = '' } = {}): Promise<Row[]> {
  const { driver } = manager.dataSource
  const { tableName, columns, create } = columnsOf(manager, entity)
  const asked = given(columns, where)
  const conditions = asked.map(column => `${nameOf(manager, column)} ${where[column.propertyName] === null ? 'IS NULL' : '= ?'}`)
  const values = asked.filter(({ propertyName }) => where[propertyName] !== null).map(column => valueFor(manager, column, where))
  const found = await manager.query(`SELECT * FROM ${tableName} WHERE ${conditions.join(' AND ')} ${ending}`, values) as ObjectLiteral[]
  return found.map(raw => Object.assign(create() as Row, Object.fromEntries(columns.map(column => [column.propertyName, driver.prepareHydratedValue(raw[column.databaseName], column)]))))
}
