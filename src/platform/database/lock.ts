import type { EntityManager, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm'

/**
 * One row, held until the transaction ends: `FOR UPDATE` on MySQL; on SQLite the writer is alone already.
 */
export async function lockOne<Row extends ObjectLiteral> (manager: EntityManager, entity: EntityTarget<Row>, where: FindOptionsWhere<Row>): Promise<Row | null> {
  return manager.findOne(entity, { where, ...(isMysql(manager) && { lock: { mode: 'pessimistic_write' as const } }) })
}

/** One row that nobody changes until the transaction ends, though others may hold it so too. */
export async function holdOne<Row extends ObjectLiteral> (manager: EntityManager, entity: EntityTarget<Row>, where: FindOptionsWhere<Row>): Promise<Row | null> {
  return manager.findOne(entity, { where, ...(isMysql(manager) && { lock: { mode: 'pessimistic_read' as const } }) })
}

export function isMysql (manager: EntityManager): boolean {
  return manager.connection.options.type !== 'better-sqlite3'
}
