import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import { joinTransaction, withActor, type Platform } from '../../platform/context.js'
import { lockTicket } from '../ticket.queries.js'
import { saveChange } from './save-change.js'

export interface Undelivered { ticketId: number, mailId: number, address: string, name: string, text: string }

/** Writes into a ticket's history that a mail about it did not reach somebody, and why. @throws NotFound */
export async function recordUndelivered (platform: Platform, manager: EntityManager, { ticketId, ...details }: Undelivered): Promise<void> {
  const ctx = joinTransaction(withActor(platform, system), manager)
  const ticket = await lockTicket(manager, system, ticketId)
  await saveChange(ctx, manager, ticket, ticket.record('undelivered', system, platform.clock.now(), { ...details }))
}
