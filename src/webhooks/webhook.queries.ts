import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { Webhook } from './webhook.entity.js'

export async function listWebhooks (reader: Reader): Promise<Webhook[]> {
  return reader.find(Webhook, { order: { isActive: 'DESC', name: 'ASC', id: 'ASC' }, take: 200 })
}

/** @throws NotFound */
export async function findWebhook (reader: Reader, id: number): Promise<Webhook> {
  const webhook = await reader.findOneBy(Webhook, { id })
  if (webhook === null) throw new NotFound()
  return webhook
}
