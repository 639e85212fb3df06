import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm'
import { columnsOf, given, nameOf, valueFor } from './row-columns.js'

/** Writes a row that the transaction holds as it stands now. TypeORM's `save` would read it once more before. */
export async function updateRow<Row extends ObjectLiteral & { id: number }> (manager: EntityManager, entity: EntityTarget<Row>, row: Row): Promise<void> {
  const { tableName, columns } = columnsOf(manager, entity)
  const written = given(columns, row).filter(({ propertyName }) => propertyName !== 'id')
  await manager.query(`UPDATE ${tableName} SET ${written.map(column => `${nameOf(manager, column)} = ?`).join(', ')} WHERE id = ?`, [...written.map(column => valueFor(manager, column, row)), row.id])
}
