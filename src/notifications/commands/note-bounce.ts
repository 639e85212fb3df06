import type { Platform } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { Mail } from '../mail.entity.js'
import { noteUndelivered } from './note-undelivered.js'

export interface Bounce {
  /** The Message-ID of ours that the report names. */
  messageId: string
  /** Whether the mail will never arrive; otherwise it is only late, and that is all that is noted. */
  isPermanent: boolean
  /** What the other side said, in its words. */
  text: string
}

/**
 * Writes down that a mail of ours came back. It stands on the mail, on its ticket and with the person's
 * address; whoever works on the ticket hears of it. Saying it twice changes nothing.
 *
 * Only the Message-ID decides which mail it was: it holds bits that nobody can guess.
 *
 * @returns which mail it was, or null when it is none of ours.
 */
export async function noteBounce (platform: Platform, { messageId, isPermanent, text }: Bounce): Promise<{ mailId: number, ticketId: number | null } | null> {
  return platform.db.transaction(async manager => {
    const mail = await lockOne(manager, Mail, { messageId })
    if (mail === null) return null

    const found = { mailId: mail.id, ticketId: mail.ticketId }
    if (mail.bouncedAt !== null) return found
    await manager.update(Mail, { id: mail.id }, { bounceText: text.slice(0, 2000), ...(isPermanent && { bouncedAt: platform.clock.now() }) })
    if (isPermanent) await noteUndelivered(platform, manager, mail, text, { isAddressBad: true })
    return found
  })
}
