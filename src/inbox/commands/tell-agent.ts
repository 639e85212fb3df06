import { noticeToAdmins } from '../../notifications/admin-notice.js'
import type { Platform } from '../../platform/context.js'
import type { Message } from '../../platform/errors.js'

export interface Unheard { incomingId: number, agentId: number, ticketId: number, number: string, why: Message }

/** Tells an agent that what he or she wrote by mail did not get to the ticket, and why: whoever hears nothing believes that it did. */
export async function tellAgent ({ db, clock }: Pick<Platform, 'db' | 'clock'>, { incomingId, agentId, ticketId, number, why }: Unheard): Promise<void> {
  await db.transaction(async manager => noticeToAdmins(manager, {
    right: 'mail', agentId, words: { key: 'inbox.unheard', values: { number, why: '' } }, inner: { why }, path: `/desk/tickets/${ticketId}`, cause: `unheard:${incomingId}`
  }, clock.now()))
}
