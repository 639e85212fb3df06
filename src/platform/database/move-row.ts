import type { EntityManager, EntityTarget, FindManyOptions, FindOptionsWhere, ObjectLiteral } from 'typeorm'
import { NotFound } from '../errors.js'
import { isMysql } from './lock.js'

export type Direction = 'up' | 'down'

/** Swaps a row with the one before or after it in a list; the first cannot go up, nor the last down. */
export function moved (ids: readonly number[], id: number, direction: Direction): number[] {
  const place = ids.indexOf(id)
  const other = direction === 'up' ? place - 1 : place + 1
  const neighbour = ids[other]
  return place === -1 || neighbour === undefined ? [...ids] : ids.with(place, neighbour).with(other, id)
}

/**
 * Moves a row one place among those that `where` names, and numbers them anew from 1. Returns the row as it
 * was and its new position. The whole list is held, so that two who move at once do so one after the other.
 *
 * @throws NotFound when the row is not among them.
 */
export async function moveRow<Row extends ObjectLiteral & { id: number, position: number }> (
  manager: EntityManager, entity: EntityTarget<Row>, where: FindOptionsWhere<Row>, id: number, direction: Direction
): Promise<{ row: Row, position: number }> {
  const options = { where, order: { position: 'ASC', id: 'ASC' }, ...(isMysql(manager) && { lock: { mode: 'pessimistic_write' } }) }
  const rows = await manager.find(entity, options as unknown as FindManyOptions<Row>)
  const row = rows.find(each => each.id === id)
  if (row === undefined) throw new NotFound()

  const order = moved(rows.map(each => each.id), id, direction)
  const { tableName } = manager.connection.getMetadata(entity)
  for (const each of rows) {
    const position = order.indexOf(each.id) + 1
    if (position !== each.position) await manager.query(`UPDATE ${tableName} SET position = ? WHERE id = ?`, [position, each.id])
  }
  return { row, position: order.indexOf(id) + 1 }
}
