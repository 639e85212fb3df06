import type { EntityManager } from 'typeorm'
import type { AccessMail } from '../accounts/access-mail.js'
import { Agent } from '../accounts/agent.entity.js'
import { createOneTimeToken } from '../accounts/one-time-tokens.js'
import { Person } from '../accounts/person.entity.js'
import type { Platform } from '../platform/context.js'
import { findOrganisation } from '../settings/organisation.js'
import { Ticket } from '../tickets/ticket.entity.js'
import { accessLetter, accessMails, type AccessReader } from './access.mail.js'
import { queueMail, wasQueued } from './commands/queue-mail.js'
import { readerLocale } from './reader-locale.js'
import { findWording } from './wording.queries.js'

/**
 * Makes a one-time secret and writes the mail that carries it, in one transaction: the job's payload never
 * holds a secret, and the token table only its digest.
 *
 * Running twice is harmless: the second run finds the mail of the same cause and makes no second secret.
 */
export async function mailAccess (platform: Platform, { purpose, agentId, personId, ticketId, causeKey }: AccessMail): Promise<void> {
  const { db, config, clock } = platform
  await db.transaction(async manager => {
    const reader = await findReader(manager, { agentId, personId })
    if (reader === null) return

    const organisation = await findOrganisation(manager)
    const { template } = accessMails[purpose]
    const cause = `access:${causeKey}`
    if (await wasQueued(manager, cause, template, reader.email)) return

    const now = clock.now()
    const number = ticketId === undefined ? '' : (await manager.findOneBy(Ticket, { id: ticketId }))?.number ?? ''
    const secret = await createOneTimeToken(manager, { purpose, agentId, personId, ticketId }, now)
    const wording = await findWording(manager, template, readerLocale(reader.locale, organisation))
    const letter = accessLetter(purpose, reader, secret, number, wording, organisation, config.baseUrl)
    await queueMail(manager, platform, { template, letter, cause })
  })
}

/** The account that asked, unless it is gone or switched off. */
async function findReader (manager: EntityManager, { agentId, personId }: Pick<AccessMail, 'agentId' | 'personId'>): Promise<AccessReader | null> {
  if (agentId !== undefined) return manager.findOneBy(Agent, { id: agentId, isActive: true })
  return personId === undefined ? null : manager.findOneBy(Person, { id: personId })
}
