import type { Platform } from '../../platform/context.js'
import { findHours } from '../../schedules/schedule.queries.js'
import { workingMs } from '../../schedules/working-time.js'
import { Mailbox } from '../mailbox.entity.js'
import { listActiveMailboxes } from '../mailbox.queries.js'
import { silenceLimit } from '../silence.js'

/**
 * Notes which mailboxes are quieter than they ever were, counted in the working time of their departments, so
 * that neither a night nor a weekend raises an alarm. The next message ends it.
 *
 * Running twice is harmless: what is noted already stays as it is.
 */
export async function watchMailboxes ({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  for (const mailbox of await listActiveMailboxes(db.read)) {
    const { id, silentSince, lastMessageAt, departmentId } = mailbox
    const limit = silenceLimit(mailbox, now)
    if (limit === null || silentSince !== null || lastMessageAt === null) continue
    const { hours } = await findHours(db.read, departmentId)
    if (workingMs(hours, lastMessageAt, now) <= limit) continue
    // Only if nothing came since it was read.
    await db.transaction(async manager => manager.update(Mailbox, { id, lastMessageAt }, { silentSince: now }))
  }
}
