import type { EntityManager, EntityTarget, InsertResult, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm'

/** Inserts a whole entity and fills in its id. */
export async function insertRow<Row extends ObjectLiteral & { id: number }> (manager: EntityManager, entity: EntityTarget<Row>, row: Row): Promise<Row> {
  const { raw } = await insert(manager, entity, row)
  return Object.assign(row, { id: Number((raw as { insertId?: number }).insertId ?? raw) })
}

/** Inserts whole rows in one statement, for whoever needs none of their ids. */
export async function insertRows<Row extends ObjectLiteral> (manager: EntityManager, entity: EntityTarget<Row>, rows: ReadonlyArray<Partial<Row>>): Promise<void> {
  await insert(manager, entity, rows)
}

/**
 * Every column is given, so nothing is read back, as TypeORM's own `insert` would. Its type cannot describe a column
 * that holds any structured value.
 */
async function insert<Row extends ObjectLiteral> (manager: EntityManager, entity: EntityTarget<Row>, rows: unknown): Promise<InsertResult> {
  return manager.createQueryBuilder().insert().into(entity).values(rows as QueryDeepPartialEntity<Row>).updateEntity(false).execute()
}
