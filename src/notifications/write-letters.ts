import type { Platform } from '../platform/context.js'
import type { Reader } from '../platform/database/database.js'
import type { Letter } from './letter.js'
import { readerLocale } from './reader-locale.js'
import { recipientsOf, type Recipient } from './recipients.js'
import type { Snapshot } from './snapshot.queries.js'
import { ticketLetter } from './ticket.mail.js'
import { findWording } from './wording.queries.js'

export interface Addressed { recipient: Recipient, letter: Letter }

/** The mails that an event causes, written but not sent. The sender and the preview both ask here. */
export async function writeLetters (reader: Reader, { config, signer, clock }: Pick<Platform, 'config' | 'signer' | 'clock'>, snapshot: Snapshot): Promise<Addressed[]> {
  const recipients = recipientsOf(snapshot)
  const addressed: Addressed[] = []
  for (const recipient of recipients) {
    const { locale } = recipient.kind === 'person' ? recipient.person : recipient.agent
    const others = recipients.flatMap(each => each.kind === 'person' && each !== recipient ? [each.person.name] : [])
    const wording = await findWording(reader, recipient.template, readerLocale(locale, snapshot.organisation), snapshot.department.id)
    addressed.push({ recipient, letter: ticketLetter(snapshot, recipient, wording, others, { baseUrl: config.baseUrl, signer, now: clock.now() }) })
  }
  return addressed
}
