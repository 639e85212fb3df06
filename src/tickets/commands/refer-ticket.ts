import { IsNull } from 'typeorm'
import { Department } from '../../departments/department.entity.js'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields, NotFound } from '../../platform/errors.js'
import { Referral } from '../referral.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import { saveChange } from './save-change.js'
import { cleanText } from './write-entry.js'

/**
 * Asks another department to look at a ticket, with the reason why. The ticket stays with its department and agent,
 * and so do its promises; the others read it and write notes until the referral ends. Twice is once.
 *
 * @throws NotFound, Forbidden
 * @throws InvalidFields when the department is gone or the ticket's own, or no reason is given.
 */
export async function referTicket (ctx: Context, { ticketId, departmentId, reason }: { ticketId: number, departmentId: number, reason: string }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (!ticketPolicy.refer(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.refer')
    const words = cleanText(reason).slice(0, 500)
    if (words === '') throw new InvalidFields({ reason: { key: 'tickets.refer.reason_empty' } })
    const target = await manager.findOneBy(Department, { id: departmentId, isActive: true })
    if (target === null) throw new InvalidFields({ department: { key: 'tickets.transfer.no_department' } })
    if (target.id === ticket.departmentId) throw new InvalidFields({ department: { key: 'tickets.refer.own_department' } })
    if (await manager.existsBy(Referral, { ticketId, departmentId, endedAt: IsNull() })) return ticket

    const at = ctx.clock.now()
    await manager.insert(Referral, { ticketId, departmentId, reason: words, byName: ctx.actor.name, createdAt: at, endedAt: null })
    await saveChange(ctx, manager, ticket, ticket.record('referred', ctx.actor, at, { departmentId, name: target.name, reason: words }))
    return ticket
  })
}

/**
 * Ends a referral; whoever saw the ticket by it sees it no more. Both sides may: who may refer, and who was asked.
 *
 * @throws NotFound when the actor may not see the ticket, or it is not referred there.
 * @throws Forbidden
 */
export async function endReferral (ctx: Context, { ticketId, departmentId }: { ticketId: number, departmentId: number }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    const referral = await manager.findOneBy(Referral, { ticketId, departmentId, endedAt: IsNull() })
    if (referral === null) throw new NotFound()
    if (!ticketPolicy.endReferral(ctx.actor, ticket, departmentId)) throw new Forbidden('tickets.may_not.refer')

    const at = ctx.clock.now()
    const { name } = await manager.findOneByOrFail(Department, { id: departmentId })
    await manager.update(Referral, { id: referral.id }, { endedAt: at })
    await saveChange(ctx, manager, ticket, ticket.record('referral_ended', ctx.actor, at, { departmentId, name }))
    return ticket
  })
}
