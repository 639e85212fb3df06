import type { EntityManager } from 'typeorm'
import type { AdminRight } from '../platform/actor.js'
import type { Message } from '../platform/errors.js'
import { enqueue } from '../platform/jobs/enqueue.js'

/** Something that admins should know although they look at no page: what, where to mend it, and who may. */
export interface AdminNotice {
  right: AdminRight
  /** Set for what concerns one agent, whatever that agent's rights. */
  agentId?: number
  words: Message
  /** Values of the words that are put into each reader's language and time zone: moments in epoch milliseconds, and words within the words. */
  instants?: Record<string, number>
  inner?: Record<string, Message>
  path: string
  /** The same cause is told once. */
  cause: string
}

declare module '../platform/jobs/enqueue.js' {
  interface Jobs { 'notify-admins': AdminNotice }
}

/** Tells admins in the caller's transaction; a job writes the mails. */
export async function noticeToAdmins (manager: EntityManager, notice: AdminNotice, now: Date): Promise<void> {
  await enqueue(manager, 'notify-admins', notice, now, { uniqueKey: `notice:${notice.cause}` })
}
