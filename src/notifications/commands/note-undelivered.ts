import type { EntityManager } from 'typeorm'
import type { Platform } from '../../platform/context.js'
import { oneLine } from '../../platform/mail/one-line.js'
import { recordUndelivered } from '../../tickets/commands/record-undelivered.js'
import { Ticket } from '../../tickets/ticket.entity.js'
import { BouncedAddress } from '../bounced-address.entity.js'
import type { Mail } from '../mail.entity.js'
import { isTemplateName, templateKind } from '../templates.js'

/** After so many mails that came back for good, further ones wait for an admin's word. */
export const bouncesThatHold = 2

/**
 * Tells the ticket, and with it whoever works on it, that its mail did not reach a person. A mail to an agent
 * is told nobody, since the news would go to the same address.
 *
 * @param isAddressBad whether it was the address that was refused, and not this one message.
 */
export async function noteUndelivered (platform: Platform, manager: EntityManager, mail: Mail, text: string, { isAddressBad }: { isAddressBad: boolean }): Promise<void> {
  const words = oneLine(text, 500)
  if (isAddressBad) await countBounce(platform, manager, mail.toAddress, words)

  const isPublic = isTemplateName(mail.template) && templateKind(mail.template).to === 'public'
  if (!isPublic || mail.ticketId === null || !await manager.existsBy(Ticket, { id: mail.ticketId })) return
  await recordUndelivered(platform, manager, { ticketId: mail.ticketId, mailId: mail.id, address: mail.toAddress, name: mail.toName || mail.toAddress, text: words })
}

async function countBounce ({ clock }: Platform, manager: EntityManager, address: string, text: string): Promise<void> {
  const now = clock.now()
  const known = await manager.findOneBy(BouncedAddress, { address })
  const times = (known?.times ?? 0) + 1
  await manager.save(Object.assign(known ?? new BouncedAddress(), { address, times, text, bouncedAt: now, heldAt: times >= bouncesThatHold ? known?.heldAt ?? now : null }))
}
