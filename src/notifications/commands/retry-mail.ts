import { lockOne } from '../../platform/database/lock.js'
import type { Context } from '../../platform/context.js'
import { NotFound, Refusal } from '../../platform/errors.js'
import { BouncedAddress } from '../bounced-address.entity.js'
import { Mail } from '../mail.entity.js'
import { mailPolicy } from '../mail.policy.js'
import { enqueueSending } from './queue-mail.js'

/**
 * Sends a mail that was kept, held or has failed once more. It stays the same message with the same Message-ID.
 * Whatever came back from its address before is forgotten: an admin says that it works.
 *
 * @throws NotFound
 * @throws Refusal when it is on its way, was delivered, or held a secret that is gone.
 */
export async function retryMail ({ db, clock }: Context, mailId: number): Promise<void> {
  await db.transaction(async manager => {
    const mail = await lockOne(manager, Mail, { id: mailId })
    if (mail === null) throw new NotFound()
    if (mail.state === 'queued' || mail.state === 'sent') throw new Refusal('mails.retry.not_waiting', { status: 409 })
    if (!mailPolicy.retry(mail)) throw new Refusal('mails.retry.secret_gone', { status: 409 })

    await manager.delete(BouncedAddress, { address: mail.toAddress })
    await manager.update(Mail, { id: mailId }, { state: 'queued', attempts: 0, lastError: null })
    await enqueueSending(manager, mail, clock.now())
  })
}
