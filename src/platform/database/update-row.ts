import type { EntityManager, EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm'

/** Writes a row that the transaction holds as it stands now. TypeORM's `save` would read it once more before. */
export async function updateRow<Row extends ObjectLiteral & { id: number }> (manager: EntityManager, entity: EntityTarget<Row>, row: Row): Promise<void> {
  const { id, ...columns } = row
  await manager.update(entity, id, columns as unknown as QueryDeepPartialEntity<Row>)
}
