import type { Platform } from '../platform/context.js'
import { keepForDigest } from './commands/keep-for-digest.js'
import { queueMail } from './commands/queue-mail.js'
import { writeLetters } from './write-letters.js'
import { findSnapshot } from './snapshot.queries.js'
import { templateKind } from './templates.js'

/**
 * Writes the mails that an event causes. Who is told is decided now and not when it happened: an agent who
 * lost the department meanwhile hears nothing, and neither does anybody of a reply that was taken back.
 *
 * What comes all at once, as tickets that are handed over, is told in one mail.
 *
 * Running twice is harmless: each mail is unique by event, template and reader.
 */
export async function notifyOfEvent (platform: Platform, { eventId }: { eventId: number }): Promise<void> {
  await platform.db.transaction(async manager => {
    const snapshot = await findSnapshot(manager, eventId)
    if (snapshot === null) return

    const { ticket, event, organisation: { subAddressing } } = snapshot
    for (const { recipient, letter } of await writeLetters(manager, platform, snapshot)) {
      const { template } = recipient
      const readerId = recipient.kind === 'person' ? recipient.person.id : recipient.agent.id
      const isBundled = recipient.kind === 'agent' && (event.details.handOverId !== undefined || (recipient.agent.digest !== null && templateKind(template).mayWait === true))
      if (isBundled) {
        await keepForDigest(manager, { agentId: readerId, ticketId: ticket.id, template, subject: letter.subject, cause: String(eventId), at: event.at })
        continue
      }
      await queueMail(manager, platform, { template, letter, cause: String(eventId), about: { ticketId: ticket.id, reader: { reader: recipient.kind, readerId }, subAddressing }, ...(event.actorParty === 'system' && { isAutomatic: true }) })
    }
  })
}
