import { randomBytes } from 'node:crypto'
import { In, MoreThan, type EntityManager } from 'typeorm'
import type { Platform } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { lockOne } from '../../platform/database/lock.js'
import { ThreadEntry } from '../../tickets/thread-entry.entity.js'
import { TicketEvent } from '../../tickets/ticket-event.entity.js'
import { Ticket } from '../../tickets/ticket.entity.js'
import { Delivery } from '../delivery.entity.js'
import { typeOf, type WebhookType } from '../webhook-types.js'
import { Webhook, WebhookCursor } from '../webhook.entity.js'

/** An event with what was written in it, if anything was. */
export interface Told { event: TicketEvent, entry: ThreadEntry | null }

/** Writes what a message says, for the ticket as it is now. */
export type WriteBody = (manager: EntityManager, type: WebhookType, told: Told) => Promise<string | null>

/**
 * Writes a message for each webhook that waits for what happened to a ticket, in the order in which it happened. Events of
 * the ticket that nobody considered yet go along, so that none overtakes another; one whose words may still be taken back
 * waits, and all after it. Running twice is harmless: each event is considered once for each webhook.
 */
export async function queueDeliveries ({ db, clock }: Platform, { eventId }: { eventId: number }, write: WriteBody): Promise<void> {
  const ids = await db.read.query('SELECT id FROM webhooks WHERE is_active = 1 ORDER BY id') as Array<{ id: number }>
  for (const { id } of ids) {
    await db.transaction(async manager => {
      const webhook = await lockOne(manager, Webhook, { id })
      const event = await manager.findOneBy(TicketEvent, { id: eventId })
      if (webhook?.isActive !== true || event === null) return
      await consider(manager, webhook, event, clock.now(), write)
    })
  }
}

async function consider (manager: EntityManager, webhook: Webhook, { ticketId, id: eventId }: TicketEvent, now: Date, write: WriteBody): Promise<void> {
  const ticket = await manager.findOneBy(Ticket, { id: ticketId })
  if (ticket === null) return
  const cursor = await manager.findOneBy(WebhookCursor, { webhookId: webhook.id, ticketId })
  const from = Math.max(cursor?.eventId ?? 0, webhook.sinceEventId)
  if (eventId <= from) return

  let last = from
  for (const told of await listTold(manager, ticketId, from)) {
    if (told.entry?.leavesAt != null && told.entry.leavesAt > now && told.entry.withdrawnAt === null) break
    last = told.event.id
    const type = typeFor(webhook, ticket, told)
    const body = type === null ? null : await write(manager, type, told)
    if (type !== null && body !== null) await addDelivery(manager, webhook, { eventId: last, ticketId, type, body }, now)
  }
  if (last > from) await manager.upsert(WebhookCursor, { webhookId: webhook.id, ticketId, eventId: last }, ['webhookId', 'ticketId'])
}

async function listTold (manager: EntityManager, ticketId: number, from: number): Promise<Told[]> {
  const events = await manager.find(TicketEvent, { where: { ticketId, id: MoreThan(from) }, order: { id: 'ASC' } })
  const entryIds = events.flatMap(({ details }) => typeof details.entryId === 'number' ? [details.entryId] : [])
  const entries = new Map((entryIds.length === 0 ? [] : await manager.findBy(ThreadEntry, { id: In(entryIds), ticketId })).map(entry => [entry.id, entry]))
  return events.map(event => ({ event, entry: entries.get(Number(event.details.entryId)) ?? null }))
}

/** What the webhook waits for in it; null when it is for others. */
function typeFor ({ types, departmentIds }: Webhook, { departmentId }: Ticket, { event, entry }: Told): WebhookType | null {
  if (entry !== null && entry.withdrawnAt !== null) return null
  if (departmentIds !== null && !departmentIds.includes(departmentId)) return null
  const type = typeOf(event)
  return type !== null && types.includes(type) ? type : null
}

/** A message behind those about the same ticket that have not come through. The caller holds the webhook. */
export async function addDelivery (manager: EntityManager, webhook: Webhook, told: Pick<Delivery, 'eventId' | 'ticketId' | 'type' | 'body'>, now: Date, { messageId = `msg_${randomBytes(15).toString('base64url')}`, tryAt = now }: { messageId?: string, tryAt?: Date } = {}): Promise<Delivery> {
  const isBehind = told.ticketId !== null && await manager.existsBy(Delivery, { webhookId: webhook.id, ticketId: told.ticketId, state: 'waiting' })
  return insertRow(manager, Delivery, Object.assign(new Delivery(), {
    ...told, webhookId: webhook.id, messageId, state: 'waiting', attempts: 0, nextTryAt: isBehind ? null : tryAt,
    status: null, answer: null, trouble: null, tookMs: null, createdAt: now, triedAt: null
  }))
}
