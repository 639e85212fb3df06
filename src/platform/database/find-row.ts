import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm'
import { columnsOf, given, nameOf, valueFor } from './row-columns.js'

type Queries = Pick<EntityManager, 'dataSource' | 'query'>

/**
 * The one row with these values, or null. For what every request asks: TypeORM's own `findOneBy` takes several times as
 * long over the same statement. `ending` is SQL that goes behind it.
 */
export async function findRow<Row extends ObjectLiteral> (manager: Queries, entity: EntityTarget<Row>, where: Partial<Row>, { ending = '' } = {}): Promise<Row | null> {
  const { tableName, columns } = columnsOf(manager, entity)
  const asked = given(columns, where)
  const conditions = asked.map(column => `${nameOf(manager, column)} ${where[column.propertyName] === null ? 'IS NULL' : '= ?'}`)
  const values = asked.filter(({ propertyName }) => where[propertyName] !== null).map(column => valueFor(manager, column, where))
  const [raw] = await manager.query(`SELECT * FROM ${tableName} WHERE ${conditions.join(' AND ')} LIMIT 1 ${ending}`, values) as ObjectLiteral[]
  return raw === undefined ? null : toRow(manager, entity, raw)
}

/** A row as its entity, from what a statement answered for `*`, whatever else it answered beside. */
export function toRow<Row extends ObjectLiteral> (manager: Pick<Queries, 'dataSource'>, entity: EntityTarget<Row>, raw: ObjectLiteral): Row {
  const { driver } = manager.dataSource
  const { columns, create } = columnsOf(manager, entity)
  return Object.assign(create() as Row, Object.fromEntries(columns.map(column => [column.propertyName, driver.prepareHydratedValue(raw[column.databaseName], column)])))
}
