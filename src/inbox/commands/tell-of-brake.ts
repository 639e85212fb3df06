import type { EntityManager } from 'typeorm'
import { noticeToAdmins } from '../../notifications/admin-notice.js'
import { day } from '../../platform/clock.js'
import { digestOf } from '../../platform/security/signer.js'
import type { Brake } from '../decide-message.js'

/** Who wrote, and the ticket's number when it is one ticket that overflowed. */
interface Tripped { brake: Brake, address: string, number: string }

/** Tells admins of a brake that tripped, in the caller's transaction: of the same one once a day. */
export async function tellOfBrake (manager: EntityManager, { brake, address, number }: Tripped, now: Date): Promise<void> {
  const subject = brake === 'receipts' ? '' : brake === 'sender' ? address : `${address} ${number}`
  await noticeToAdmins(manager, {
    right: 'mail',
    words: { key: `inbox.brake.${brake}`, values: { address, number } },
    path: brake === 'receipts' ? '/admin/ledger?group=tickets' : '/admin/ledger?group=quarantined',
    cause: `brake:${brake}:${digestOf(subject).slice(0, 24)}:${Math.floor(now.getTime() / day)}`
  }, now)
}
