import type { Platform } from '../platform/context.js'
import { keepForDigest } from './commands/keep-for-digest.js'
import { queueMail } from './commands/queue-mail.js'
import { recipientsOf } from './recipients.js'
import { findSnapshot } from './snapshot.queries.js'
import { templateKind } from './templates.js'
import { readerLocale } from './reader-locale.js'
import { ticketLetter } from './ticket.mail.js'
import { findWording } from './wording.queries.js'

/**
 * Writes the mails that an event causes. Who is told is decided now and not when it happened: an agent who
 * lost the department meanwhile hears nothing, and neither does anybody of a reply that was taken back.
 *
 * Running twice is harmless: each mail is unique by event, template and reader.
 */
export async function notifyOfEvent (platform: Platform, { eventId }: { eventId: number }): Promise<void> {
  const { db, config, clock, signer } = platform
  await db.transaction(async manager => {
    const snapshot = await findSnapshot(manager, eventId)
    if (snapshot === null) return

    const recipients = recipientsOf(snapshot)
    for (const recipient of recipients) {
      const reader = recipient.kind === 'person' ? recipient.person : recipient.agent
      const others = recipients.flatMap(each => each.kind === 'person' && each !== recipient ? [each.person.name] : [])
      const wording = await findWording(manager, recipient.template, readerLocale(reader.locale, snapshot.organisation), snapshot.department.id)
      const letter = ticketLetter(snapshot, recipient, wording, others, { baseUrl: config.baseUrl, signer, now: clock.now() })
      if (recipient.kind === 'agent' && recipient.agent.digest !== null && templateKind(recipient.template).mayWait === true) {
        await keepForDigest(manager, { agentId: reader.id, ticketId: snapshot.ticket.id, template: recipient.template, subject: letter.subject, cause: String(eventId), at: snapshot.event.at })
        continue
      }
      const { subAddressing } = snapshot.organisation
      await queueMail(manager, platform, { template: recipient.template, letter, cause: String(eventId), about: { ticketId: snapshot.ticket.id, reader: { reader: recipient.kind, readerId: reader.id }, subAddressing }, ...(snapshot.event.actorParty === 'system' && { isAutomatic: true }) })
    }
  })
}
