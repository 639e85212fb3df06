import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm'
import { findRow } from './find-row.js'

/**
 * One row, held until the transaction ends: `FOR UPDATE` on MySQL; on SQLite the writer is alone already.
 */
export async function lockOne<Row extends ObjectLiteral> (manager: EntityManager, entity: EntityTarget<Row>, where: Partial<Row>): Promise<Row | null> {
  return findRow(manager, entity, where, { ending: isMysql(manager) ? 'FOR UPDATE' : '' })
}

/** One row that nobody changes until the transaction ends, though others may hold it so too. */
export async function holdOne<Row extends ObjectLiteral> (manager: EntityManager, entity: EntityTarget<Row>, where: Partial<Row>): Promise<Row | null> {
  return findRow(manager, entity, where, { ending: isMysql(manager) ? 'LOCK IN SHARE MODE' : '' })
}

export function isMysql (manager: EntityManager): boolean {
  return manager.connection.options.type !== 'better-sqlite3'
}
