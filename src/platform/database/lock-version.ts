import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm'
import { NotFound, Stale } from '../errors.js'
import { lockOne } from './lock.js'

/**
 * The row that a form was drawn from, held until the transaction ends.
 *
 * @throws NotFound when there is no such row.
 * @throws Stale when somebody changed it since.
 */
export async function lockVersion<Row extends ObjectLiteral & { id: number, version: number }> (manager: EntityManager, entity: EntityTarget<Row>, id: number, version: number): Promise<Row> {
  const row = await lockOne(manager, entity, { id } as Partial<Row>)
  if (row === null) throw new NotFound()
  if (row.version !== version) throw new Stale()
  return row
}
