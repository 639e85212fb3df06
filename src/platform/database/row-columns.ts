import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm'

type Column = EntityMetadata['columns'][number]

type Connected = Pick<EntityManager, 'dataSource'>

/** Where an entity lies in the database. */
export function columnsOf ({ dataSource }: Connected, entity: EntityTarget<ObjectLiteral>): { tableName: string, columns: readonly Column[], create: () => ObjectLiteral } {
  const metadata = dataSource.getMetadata(entity)
  return { tableName: metadata.tableName, columns: metadata.columns, create: () => metadata.create() }
}

/** A column's name as it stands in a statement, also when it is a word of SQL. */
export const nameOf = ({ dataSource }: Connected, { databaseName }: Column): string => dataSource.driver.escape(databaseName)

/** Those that a row says something of. */
export const given = (columns: readonly Column[], row: ObjectLiteral): Column[] => columns.filter(({ propertyName }) => row[propertyName] !== undefined)

/** What the database keeps of a row in a column: a moment as milliseconds, a structured value as JSON. */
export const valueFor = ({ dataSource }: Connected, column: Column, row: ObjectLiteral): unknown => dataSource.driver.preparePersistentValue(row[column.propertyName], column)
