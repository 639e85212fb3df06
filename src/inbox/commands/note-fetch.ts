import type { Platform } from '../../platform/context.js'
import type { Message } from '../../platform/errors.js'
import { findHours } from '../../schedules/schedule.queries.js'
import { workingMs } from '../../schedules/working-time.js'
import { Mailbox } from '../mailbox.entity.js'
import { longestSilence } from '../silence.js'
import { lockLeased, type Lease } from './lease-mailbox.js'

type Parts = Pick<Platform, 'db' | 'clock'>

/** Another UIDVALIDITY means that the server counts anew: so do we. What was taken before is known by its content. @throws LeaseLost */
export async function noteUidValidity ({ db }: Parts, lease: Lease, uidValidity: string, baselineUid: number): Promise<void> {
  await db.transaction(async manager => {
    await lockLeased(manager, lease)
    await manager.update(Mailbox, { id: lease.mailboxId }, { uidValidity, lastUid: 0, baselineUid })
  })
}

/** How far we are, after messages up to `lastUid` are safe; `count` of them were new to us. @throws LeaseLost */
export async function noteArrivals ({ db, clock }: Parts, lease: Lease, lastUid: number, count: number): Promise<void> {
  await db.transaction(async manager => {
    const mailbox = await lockLeased(manager, lease)
    const now = clock.now()
    await manager.update(Mailbox, { id: mailbox.id }, { lastUid: Math.max(mailbox.lastUid, lastUid), lastFetchedAt: now })
    if (count === 0) return

    const { hours } = await findHours(manager, mailbox.departmentId)
    const pause = mailbox.lastMessageAt === null ? 0 : workingMs(hours, mailbox.lastMessageAt, now)
    await manager.update(Mailbox, { id: mailbox.id }, { messageCount: mailbox.messageCount + count, lastMessageAt: now, longestSilenceMs: longestSilence(mailbox, pause), silentSince: null })
  })
}

/** The mailbox was reached and everything in it is taken. @throws LeaseLost */
export async function noteReached ({ db, clock }: Parts, lease: Lease): Promise<void> {
  await db.transaction(async manager => {
    await lockLeased(manager, lease)
    await manager.update(Mailbox, { id: lease.mailboxId }, { lastFetchedAt: clock.now(), failingSince: null, lastError: null })
  })
}

/** Fetching failed, and since when it does. @throws LeaseLost */
export async function noteFailure ({ db, clock }: Parts, lease: Lease, lastError: Message): Promise<void> {
  await db.transaction(async manager => {
    const { failingSince } = await lockLeased(manager, lease)
    await manager.update(Mailbox, { id: lease.mailboxId }, { failingSince: failingSince ?? clock.now(), lastError })
  })
}
