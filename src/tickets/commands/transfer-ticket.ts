import { Department } from '../../departments/department.entity.js'
import { Membership } from '../../accounts/membership.entity.js'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields } from '../../platform/errors.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { findDepartmentOf, lockTicket } from '../ticket.queries.js'
import { assignByStrategy } from './assign-by-strategy.js'
import { saveChange } from './save-change.js'
import { cleanText } from './write-entry.js'

/**
 * Moves a ticket to another department, with the reason why. Its agent keeps it only when he or she works
 * there too; otherwise the new department's strategy decides.
 *
 * @throws NotFound, Forbidden
 * @throws InvalidFields when the department is gone or no reason is given.
 */
export async function transferTicket (ctx: Context, { ticketId, departmentId, reason }: { ticketId: number, departmentId: number, reason: string }): Promise<Ticket> {
  const words = cleanText(reason)
  if (words === '') throw new InvalidFields({ reason: { key: 'tickets.transfer.reason_empty' } })

  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (!ticketPolicy.transfer(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.transfer')
    const target = await manager.findOneBy(Department, { id: departmentId, isActive: true })
    if (target === null) throw new InvalidFields({ department: { key: 'tickets.transfer.no_department' } })
    if (target.id === ticket.departmentId) return ticket

    const from = await findDepartmentOf(manager, ticket)
    const keepsAgent = ticket.assigneeId !== null && await manager.existsBy(Membership, { agentId: ticket.assigneeId, departmentId })
    Object.assign(ticket, { departmentId, teamId: null, assigneeId: keepsAgent ? ticket.assigneeId : null })
    await saveChange(ctx, manager, ticket, ticket.record('transferred', ctx.actor, ctx.clock.now(), {
      fromDepartmentId: from.id, fromName: from.name, departmentId, name: target.name, reason: words.slice(0, 500)
    }))
    if (!keepsAgent) await assignByStrategy(ctx, manager, ticket)
    return ticket
  })
}
