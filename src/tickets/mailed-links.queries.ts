import { Person } from '../accounts/person.entity.js'
import type { RequesterActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import type { Signer } from '../platform/security/signer.js'
import { openTicketLink, type LinkPurpose } from './mailed-links.js'
import { Participant } from './participant.entity.js'
import { Ticket } from './ticket.entity.js'
import { ticketPolicy } from './ticket.policy.js'

/** Whom a mailed link lets in. An expired one still says to whom a fresh one may be mailed. */
export type LinkHolder = { state: 'good' | 'expired', requester: RequesterActor, ticketId: number }

/**
 * The person and ticket of a mailed link, or null when it is not ours, was made void, or leads to a ticket
 * that the person no longer takes part in. A caller lets nobody in on an expired one.
 */
export async function findLinkHolder (reader: Reader, signer: Signer, purpose: LinkPurpose, signed: string, now: Date): Promise<LinkHolder | null> {
  const link = openTicketLink(signer, purpose, signed)
  if (link === null) return null

  const { ticketId, personId } = link
  const [person, ticket] = await Promise.all([reader.findOneBy(Person, { id: personId }), reader.findOneBy(Ticket, { id: ticketId })])
  if (person === null || ticket === null || person.linkEpoch !== link.linkEpoch) return null

  const requester: RequesterActor = { party: 'requester', id: person.id, name: person.name, email: person.email, locale: person.locale, onlyTicketId: ticketId }
  const isParticipant = ticket.requesterId !== personId && await reader.existsBy(Participant, { ticketId, personId })
  if (!ticketPolicy.read(requester, ticket, { isParticipant })) return null
  return { state: link.expiresAt > now ? 'good' : 'expired', requester, ticketId }
}
