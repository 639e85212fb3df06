import type { Context } from '../../platform/context.js'
import { minute } from '../../platform/clock.js'
import { TicketRead } from '../ticket-read.entity.js'

const lately = new Map<string, number>()

/**
 * Notes that an agent has seen a ticket as it is now. Looking at it again within a minute, with nothing new,
 * writes nothing.
 */
export async function markRead ({ db, clock, log }: Context, agentId: number, { id, version }: { id: number, version: number }): Promise<void> {
  const now = clock.now()
  const key = `${agentId}:${id}:${version}`
  if ((lately.get(key) ?? 0) > now.getTime() - minute) return
  if (lately.size > 5000) lately.clear()
  lately.set(key, now.getTime())

  try {
    await db.transaction(async manager => manager.upsert(TicketRead, { agentId, ticketId: id, readAt: now }, ['agentId', 'ticketId']))
  } catch (error) {
    log.warn({ err: error }, 'a ticket could not be marked as read')
  }
}
