import { LessThan } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Delivery, type DeliveryState } from './delivery.entity.js'

export const deliveriesOnPage = 50

/** The newest first, one more than a page shows. */
export async function listDeliveries (reader: Reader, webhookId: number, { state, before }: { state: DeliveryState | null, before: number | null }): Promise<Delivery[]> {
  const where = { webhookId, ...(state !== null && { state }), ...(before !== null && { id: LessThan(before) }) }
  return reader.find(Delivery, { where, order: { id: 'DESC' }, take: deliveriesOnPage + 1 })
}

/** @throws NotFound */
export async function findDelivery (reader: Reader, webhookId: number, id: number): Promise<Delivery> {
  const delivery = await reader.findOneBy(Delivery, { id, webhookId })
  if (delivery === null) throw new NotFound()
  return delivery
}
