import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields } from '../../platform/errors.js'
import { SlaPolicy } from '../../sla/sla-policy.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import { saveChange } from './save-change.js'

/**
 * Names the service level of a ticket, which goes before the list as long as it is in force. The clocks keep the time
 * that they used, and go on under what it promises.
 *
 * @throws NotFound, Forbidden
 * @throws InvalidFields when the service level is out of use.
 */
export async function setServiceLevel (ctx: Context, { ticketId, policyId }: { ticketId: number, policyId: number }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (!ticketPolicy.edit(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.edit')
    const policy = await manager.findOneBy(SlaPolicy, { id: policyId, isActive: true })
    if (policy === null) throw new InvalidFields({ serviceLevel: { key: 'tickets.sla.unknown' } })
    if (ticket.chosenPolicyId === policyId) return ticket

    const from = ticket.slaPolicyId
    ticket.chosenPolicyId = policyId
    await saveChange(ctx, manager, ticket, ticket.record('sla_changed', ctx.actor, ctx.clock.now(), { from, to: policyId, name: policy.name }))
    return ticket
  })
}
