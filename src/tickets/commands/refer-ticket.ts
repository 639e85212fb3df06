import { IsNull, type EntityManager } from 'typeorm'
import { loadAgentActor } from '../../accounts/actor.queries.js'
import { Department } from '../../departments/department.entity.js'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields, NotFound } from '../../platform/errors.js'
import { listTeamMembers } from '../../teams/team.queries.js'
import { Team } from '../../teams/team.entity.js'
import { Referral } from '../referral.entity.js'
import type { ReferredTo } from '../referral.policy.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import { saveChange } from './save-change.js'
import { cleanText } from './write-entry.js'

/** Who is to look, and why. One of the three is to be given. */
export interface ReferralRequest { ticketId: number, departmentId?: number | null, teamId?: number | null, agentId?: number | null, reason: string }

/**
 * Asks another department, a team or one agent to look at a ticket, with the reason why. The ticket stays with its
 * department and agent, and so do its promises; the others read it and write notes until the referral ends. Twice is once.
 *
 * @throws NotFound, Forbidden
 * @throws InvalidFields when nobody or more than one is named, who is named is gone or sees the ticket anyway, or no reason is given.
 */
export async function referTicket (ctx: Context, { ticketId, departmentId = null, teamId = null, agentId = null, reason }: ReferralRequest): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (!ticketPolicy.refer(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.refer')
    const words = cleanText(reason).slice(0, 500)
    if (words === '') throw new InvalidFields({ reason: { key: 'tickets.refer.reason_empty' } })
    const to: ReferredTo = { departmentId, teamId, agentId }
    if (Object.values(to).filter(id => id !== null).length !== 1) throw new InvalidFields({ to: { key: 'tickets.refer.choose_one' } })
    const name = await findAsked(manager, ticket, to)
    if (await manager.existsBy(Referral, { ticketId, ...holding(to) })) return ticket

    const at = ctx.clock.now()
    await manager.insert(Referral, { ticketId, ...to, reason: words, byName: ctx.actor.name, createdAt: at, endedAt: null })
    await saveChange(ctx, manager, ticket, ticket.record('referred', ctx.actor, at, { ...named(to), name, reason: words }))
    return ticket
  })
}

/**
 * Ends a referral; whoever saw the ticket by it sees it no more. Both sides may: who may refer, and who was asked.
 *
 * @throws NotFound when the actor may not see the ticket, or the referral is another ticket's or has ended.
 * @throws Forbidden
 */
export async function endReferral (ctx: Context, { ticketId, referralId }: { ticketId: number, referralId: number }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    const referral = await manager.findOneBy(Referral, { id: referralId, ticketId, endedAt: IsNull() })
    if (referral === null) throw new NotFound()
    if (!ticketPolicy.endReferral(ctx.actor, ticket, referral)) throw new Forbidden('tickets.may_not.refer')

    const at = ctx.clock.now()
    await manager.update(Referral, { id: referral.id }, { endedAt: at })
    await saveChange(ctx, manager, ticket, ticket.record('referral_ended', ctx.actor, at, { ...named(referral), name: await nameOf(manager, referral) }))
    return ticket
  })
}

/** What history keeps of who is asked: the one id that there is. */
const named = ({ departmentId, teamId, agentId }: ReferredTo): Partial<ReferredTo> => ({ ...(departmentId !== null && { departmentId }), ...(teamId !== null && { teamId }), ...(agentId !== null && { agentId }) })

const holding = ({ departmentId, teamId, agentId }: ReferredTo) => ({ departmentId: departmentId ?? IsNull(), teamId: teamId ?? IsNull(), agentId: agentId ?? IsNull(), endedAt: IsNull() })

/** The name of who is asked, if there is any sense in asking them. @throws InvalidFields */
async function findAsked (manager: EntityManager, ticket: Ticket, { departmentId, teamId, agentId }: ReferredTo): Promise<string> {
  if (departmentId !== null) {
    const department = await manager.findOneBy(Department, { id: departmentId, isActive: true })
    if (department === null) throw new InvalidFields({ department: { key: 'tickets.transfer.no_department' } })
    if (department.id === ticket.departmentId) throw new InvalidFields({ department: { key: 'tickets.refer.own_department' } })
    return department.name
  }
  if (teamId !== null) {
    const team = await manager.findOneBy(Team, { id: teamId, isActive: true })
    if (team === null) throw new InvalidFields({ team: { key: 'tickets.assign.no_team' } })
    if (!(await listTeamMembers(manager, teamId)).some(({ isActive }) => isActive)) throw new InvalidFields({ team: { key: 'tickets.refer.empty_team', values: { name: team.name } } })
    return team.name
  }
  const agent = await loadAgentActor(manager, agentId!)
  if (agent === null) throw new InvalidFields({ agent: { key: 'tickets.refer.no_agent' } })
  if (ticketPolicy.read(agent, ticket)) throw new InvalidFields({ agent: { key: 'tickets.refer.agent_sees', values: { name: agent.name } } })
  return agent.name
}

async function nameOf (manager: EntityManager, { departmentId, teamId, agentId }: ReferredTo): Promise<string> {
  const table = departmentId !== null ? 'departments' : teamId !== null ? 'teams' : 'agents'
  const [row] = await manager.query(`SELECT name FROM ${table} WHERE id = ?`, [departmentId ?? teamId ?? agentId]) as Array<{ name: string }>
  return row?.name ?? ''
}
