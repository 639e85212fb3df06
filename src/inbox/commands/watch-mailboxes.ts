import type { Platform } from '../../platform/context.js'
import { noticeToAdmins } from '../../notifications/admin-notice.js'
import { findHours } from '../../schedules/schedule.queries.js'
import { workingMs } from '../../schedules/working-time.js'
import { Mailbox } from '../mailbox.entity.js'
import { mailboxAlarms } from '../mailbox.policy.js'
import { listActiveMailboxes } from '../mailbox.queries.js'
import { silenceLimit } from '../silence.js'

/**
 * Notes which mailboxes are quieter than they ever were, counted in the working time of their departments, so
 * that neither a night nor a weekend raises an alarm; the next message ends it. Then tells admins by mail, once
 * each time, of that and of whatever else is wrong with a mailbox.
 *
 * Running twice is harmless: what is noted already stays as it is, and the same cause is told once.
 */
export async function watchMailboxes (platform: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  await noteSilence(platform)
  await tellAdmins(platform)
}

async function noteSilence ({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
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

async function tellAdmins ({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  for (const mailbox of await listActiveMailboxes(db.read)) {
    for (const { kind, since, words } of mailboxAlarms(mailbox, now)) {
      const when = kind === 'silent' ? mailbox.lastMessageAt ?? since : since
      await db.transaction(async manager => noticeToAdmins(manager, {
        right: 'mail', words: { key: `inbox.alarm.${kind}`, values: { name: mailbox.name, error: '' } }, instants: { when: when.getTime() }, ...(words !== null && { inner: { error: words } }),
        path: `/admin/mailboxes/${mailbox.id}`, cause: `mailbox:${mailbox.id}:${kind}:${since.getTime()}`
      }, now))
    }
  }
}
