import type { EntityManager } from 'typeorm'
import { Membership } from '../../accounts/membership.entity.js'
import { Department } from '../../departments/department.entity.js'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields } from '../../platform/errors.js'
import { Team } from '../../teams/team.entity.js'
import { Topic } from '../../topics/topic.entity.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { findDepartmentOf, lockTicket } from '../ticket.queries.js'
import { assignByStrategy } from './assign-by-strategy.js'
import { saveChanges } from './save-change.js'

/**
 * Gives a ticket another topic. What that topic asks is asked from now on, and what was answered is kept. The ticket
 * moves to the topic's department and team when that is another department; an agent who works there keeps it. In
 * the same department who has it keeps it. A ticket that nobody has finds its agent as a new one of that topic does.
 *
 * @throws NotFound, Forbidden, also when it would have to move and the actor may not transfer it
 * @throws InvalidFields when the topic, or its department, is out of use.
 */
export async function changeTopic (ctx: Context, { ticketId, topicId }: { ticketId: number, topicId: number }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (!ticketPolicy.edit(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.edit')
    if (ticket.topicId === topicId) return ticket
    const topic = await manager.findOneBy(Topic, { id: topicId, isActive: true })
    if (topic === null) throw new InvalidFields({ topic: { key: 'tickets.topic.unknown' } })
    const moves = topic.departmentId !== ticket.departmentId
    if (moves && !ticketPolicy.transfer(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.transfer')

    const from = ticket.topicId === null ? null : await manager.findOneBy(Topic, { id: ticket.topicId })
    const changed = ticket.record('topic_changed', ctx.actor, ctx.clock.now(), { from: from?.id ?? null, to: topic.id, fromName: from?.name ?? null, name: topic.name })
    ticket.topicId = topic.id
    await saveChanges(ctx, manager, ticket, [changed, ...await (moves ? move(ctx, manager, ticket, topic) : giveToTeam(ctx, manager, ticket, topic))])
    if (ticket.assigneeId === null) await assignByStrategy(ctx, manager, ticket)
    return ticket
  })
}

async function move (ctx: Context, manager: EntityManager, ticket: Ticket, { departmentId, teamId, name }: Topic): Promise<TicketEvent[]> {
  const target = await manager.findOneBy(Department, { id: departmentId, isActive: true })
  if (target === null) throw new InvalidFields({ topic: { key: 'tickets.transfer.no_department' } })
  const from = await findDepartmentOf(manager, ticket)
  const keepsAgent = ticket.assigneeId !== null && await manager.existsBy(Membership, { agentId: ticket.assigneeId, departmentId })
  Object.assign(ticket, { departmentId, teamId, assigneeId: keepsAgent ? ticket.assigneeId : null })
  return [ticket.record('transferred', ctx.actor, ctx.clock.now(), { fromDepartmentId: from.id, fromName: from.name, departmentId, name: target.name, reason: name })]
}

/** A ticket that nobody has is with the team of its topic. */
async function giveToTeam (ctx: Context, manager: EntityManager, ticket: Ticket, { teamId }: Topic): Promise<TicketEvent[]> {
  if (ticket.assigneeId !== null || ticket.teamId === teamId) return []
  const team = teamId === null ? null : await manager.findOneBy(Team, { id: teamId, isActive: true })
  ticket.teamId = team?.id ?? null
  return [ticket.record(team === null ? 'unassigned' : 'assigned', ctx.actor, ctx.clock.now(), { agentId: null, agentName: null, teamId: ticket.teamId, teamName: team?.name ?? null, automatic: false })]
}
