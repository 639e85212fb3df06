import type { Context } from '../../platform/context.js'
import { NotFound } from '../../platform/errors.js'
import { Participant } from '../participant.entity.js'

/** A participant asks for no more mails about a ticket, or for mails again. @throws NotFound for anybody else */
export async function muteTicket ({ db, actor }: Context, { ticketId, isMuted }: { ticketId: number, isMuted: boolean }): Promise<void> {
  if (actor.party !== 'requester') throw new NotFound()
  const { affected } = await db.transaction(async manager => manager.update(Participant, { ticketId, personId: actor.id }, { isMuted }))
  if (affected === 0) throw new NotFound()
}
