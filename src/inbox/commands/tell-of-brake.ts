import { noticeToAdmins } from '../../notifications/admin-notice.js'
import { day } from '../../platform/clock.js'
import type { Platform } from '../../platform/context.js'
import { digestOf } from '../../platform/security/signer.js'
import type { Brake } from '../decide-message.js'

/** Who wrote, and the ticket's number when it is one ticket that overflowed. */
interface Tripped { brake: Brake, address: string, number: string }

/**
 * Tells admins of a brake that tripped: of the same one once a day.
 *
 * In a transaction of its own: in a flood many messages trip it side by side, and each would hold the others up.
 */
export async function tellOfBrake ({ db, clock }: Pick<Platform, 'db' | 'clock'>, { brake, address, number }: Tripped): Promise<void> {
  const now = clock.now()
  const subject = brake === 'receipts' ? '' : brake === 'sender' ? address : `${address} ${number}`
  const cause = `brake:${brake}:${digestOf(subject).slice(0, 24)}:${Math.floor(now.getTime() / day)}`
  const told = await db.read.query('SELECT 1 AS told FROM jobs WHERE unique_key = ? UNION ALL SELECT 1 FROM mails WHERE cause_key LIKE ? LIMIT 1', [`notice:${cause}`, `notice:${cause}:%`]) as unknown[]
  if (told.length > 0) return

  await db.transaction(async manager => noticeToAdmins(manager, {
    right: 'mail',
    words: { key: `inbox.brake.${brake}`, values: { address, number } },
    path: brake === 'receipts' ? '/admin/ledger?group=tickets' : '/admin/ledger?group=quarantined',
    cause
  }, now))
}
