import { LessThan } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Delivery, deliveryStates, type DeliveryState } from './delivery.entity.js'

export const deliveriesOnPage = 50

/** The newest first, one more than a page shows. Each state is read in the order of an index. */
export async function listDeliveries (reader: Reader, webhookId: number, { state, before, limit = deliveriesOnPage }: { state: DeliveryState | null, before: number | null, limit?: number }): Promise<Delivery[]> {
  const found: Delivery[] = []
  for (const each of state === null ? deliveryStates : [state]) {
    found.push(...await reader.find(Delivery, { where: { webhookId, state: each, ...(before !== null && { id: LessThan(before) }) }, order: { id: 'DESC' }, take: limit + 1 }))
  }
  return found.sort((one, other) => other.id - one.id).slice(0, limit + 1)
}

/** @throws NotFound */
export async function findDelivery (reader: Reader, webhookId: number, id: number): Promise<Delivery> {
  const delivery = await reader.findOneBy(Delivery, { id, webhookId })
  if (delivery === null) throw new NotFound()
  return delivery
}
