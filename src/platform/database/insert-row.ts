import type { EntityManager, EntityTarget, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm'

/** Inserts a whole entity and fills in its id. TypeORM's own type cannot describe a column that holds any structured value. */
export async function insertRow<Row extends ObjectLiteral> (manager: EntityManager, entity: EntityTarget<Row>, row: Row): Promise<Row> {
  await manager.insert(entity, row as QueryDeepPartialEntity<Row>)
  return row
}
