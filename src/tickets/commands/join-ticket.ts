import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { Forbidden, NotFound, Refusal } from '../../platform/errors.js'
import { mostParticipants, Participant } from '../participant.entity.js'
import { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { saveChange } from './save-change.js'

/**
 * Has a colleague of the requester take part in a ticket, so that he or she may answer and is told of what happens.
 * Harmless for whoever takes part already.
 *
 * @throws NotFound when the actor may not read it as a colleague, Refusal when there is no room, Forbidden for agents
 */
export async function joinTicket (ctx: Context, { ticketId }: { ticketId: number }): Promise<void> {
  const { actor, clock } = ctx
  if (actor.party !== 'requester') throw new Forbidden()

  await ctx.db.transaction(async manager => {
    const ticket = await lockOne(manager, Ticket, { id: ticketId })
    if (ticket === null) throw new NotFound()
    if (ticket.requesterId === actor.id || await manager.existsBy(Participant, { ticketId, personId: actor.id })) return
    if (!ticketPolicy.readAsColleague(actor, ticket)) throw new NotFound()
    if (await manager.countBy(Participant, { ticketId }) >= mostParticipants) throw new Refusal('tickets.participant.too_many', { values: { limit: mostParticipants } })

    await manager.insert(Participant, { ticketId, personId: actor.id, isMuted: false, addedAt: clock.now() })
    await saveChange(ctx, manager, ticket, ticket.record('participant_added', actor, clock.now(), { personId: actor.id, name: actor.name, silentTo: ['participant'] }))
  })
}
