import { findOrCreatePerson } from '../../accounts/commands/find-or-create-person.js'
import { Person } from '../../accounts/person.entity.js'
import type { Actor } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields, Refusal } from '../../platform/errors.js'
import { isEmailAddress } from '../../platform/email-address.js'
import { mostParticipants, Participant } from '../participant.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import { saveChange } from './save-change.js'

/** Lets another person read and answer this ticket. Only the requester and agents may; silently when the person knows of it already. @throws InvalidFields, Forbidden, Refusal */
export async function addParticipant (ctx: Context, { ticketId, email, name = '', isSilent = false }: { ticketId: number, email: string, name?: string, isSilent?: boolean }): Promise<Ticket> {
  if (!isEmailAddress(email)) throw new InvalidFields({ email: { key: 'tickets.participant.bad_address' } })

  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    refuseOthers(ctx.actor, ticket)
    const now = ctx.clock.now()
    const person = await findOrCreatePerson(manager, { name, email }, now)
    if (person.id === ticket.requesterId || await manager.existsBy(Participant, { ticketId, personId: person.id })) return ticket
    if (await manager.countBy(Participant, { ticketId }) >= mostParticipants) throw new Refusal('tickets.participant.too_many', { values: { limit: mostParticipants } })

    await manager.insert(Participant, { ticketId, personId: person.id, isMuted: false, addedAt: now })
    await saveChange(ctx, manager, ticket, ticket.record('participant_added', ctx.actor, now, { personId: person.id, name: person.name, ...(isSilent && { silentTo: ['participant'] }) }))
    return ticket
  })
}

/** Takes a person off a ticket. Participants may take off themselves. @throws Forbidden, NotFound */
export async function removeParticipant (ctx: Context, { ticketId, personId }: { ticketId: number, personId: number }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (!(ctx.actor.party === 'requester' && ctx.actor.id === personId)) refuseOthers(ctx.actor, ticket)
    const { affected } = await manager.delete(Participant, { ticketId, personId })
    if (affected === 0) return ticket

    const person = await manager.findOneByOrFail(Person, { id: personId })
    await saveChange(ctx, manager, ticket, ticket.record('participant_removed', ctx.actor, ctx.clock.now(), { personId, name: person.name }))
    return ticket
  })
}

function refuseOthers (actor: Actor, ticket: Ticket): void {
  const owns = actor.party === 'requester' && ticket.requesterId === actor.id
  if (!owns && !ticketPolicy.reply(actor, ticket)) throw new Forbidden('tickets.may_not.participants')
}
