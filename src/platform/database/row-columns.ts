import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm'

type Column = EntityMetadata['columns'][number]

/** Where an entity lies in the database. */
export function columnsOf (manager: EntityManager, entity: EntityTarget<ObjectLiteral>): { tableName: string, columns: readonly Column[] } {
  return manager.connection.getMetadata(entity)
}

/** A column's name as it stands in a statement, also when it is a word of SQL. */
export const nameOf = (manager: EntityManager, { databaseName }: Column): string => manager.connection.driver.escape(databaseName)

/** Those that a row says something of. */
export const given = (columns: readonly Column[], row: ObjectLiteral): Column[] => columns.filter(({ propertyName }) => row[propertyName] !== undefined)

/** What the database keeps of a row in a column: a moment as milliseconds, a structured value as JSON. */
export const valueFor = (manager: EntityManager, column: Column, row: ObjectLiteral): unknown => manager.connection.driver.preparePersistentValue(row[column.propertyName], column)
