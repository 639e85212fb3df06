import type { EntityManager } from 'typeorm'
import { after } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { Mailbox } from '../mailbox.entity.js'

/** Somebody else fetches from the mailbox by now, or nobody may. */
export class LeaseLost extends Error {}

export interface Lease { mailboxId: number, token: string }

/** Takes or keeps the right to fetch from a mailbox until `ms` from now; false while another process has it. */
export async function leaseMailbox ({ db, clock }: Pick<Platform, 'db' | 'clock'>, { mailboxId, token }: Lease, ms: number): Promise<boolean> {
  return db.transaction(async manager => {
    const now = clock.now()
    const mailbox = await lockOne(manager, Mailbox, { id: mailboxId, isActive: true })
    if (mailbox === null) return false
    if (mailbox.leaseToken !== token && mailbox.leaseUntil !== null && mailbox.leaseUntil > now) return false
    await manager.update(Mailbox, { id: mailboxId }, { leaseToken: token, leaseUntil: after(now, ms) })
    return true
  })
}

/** Gives a mailbox back, so that another process need not wait. */
export async function releaseMailbox ({ db }: Pick<Platform, 'db'>, { mailboxId, token }: Lease): Promise<void> {
  await db.transaction(async manager => manager.update(Mailbox, { id: mailboxId, leaseToken: token }, { leaseToken: null, leaseUntil: null }))
}

/** The mailbox, held until the transaction ends, if the lease still counts. @throws LeaseLost */
export async function lockLeased (manager: EntityManager, { mailboxId, token }: Lease): Promise<Mailbox> {
  const mailbox = await lockOne(manager, Mailbox, { id: mailboxId, isActive: true })
  if (mailbox === null || mailbox.leaseToken !== token) throw new LeaseLost('Another process fetches from this mailbox.')
  return mailbox
}
