import type { EntityManager } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields, Refusal } from '../../platform/errors.js'
import { Team } from '../../teams/team.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import { holdAssignable } from './hold-assignable.js'
import { saveChanges } from './save-change.js'

export interface Assignment {
  ticketId: number
  /** Null takes it from everybody; undefined leaves the agent as he or she is. */
  agentId?: number | null
  teamId?: number | null
  /** For a claim: refuses when somebody has the ticket already. */
  onlyIfFree?: boolean
}

/**
 * Gives a ticket to an agent, a team, or both.
 *
 * @throws Forbidden when the actor may not assign in this department; anyone who may answer may claim.
 * @throws InvalidFields when the agent does not work in the department, or the team is gone.
 * @throws Refusal when a claim comes second.
 */
export async function assignTicket (ctx: Context, { ticketId, agentId, teamId, onlyIfFree = false }: Assignment): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    const isClaim = ctx.actor.party === 'agent' && agentId === ctx.actor.id && teamId === undefined
    if (!ticketPolicy.assign(ctx.actor, ticket) && !(isClaim && ticketPolicy.reply(ctx.actor, ticket))) throw new Forbidden('tickets.may_not.assign')
    if (onlyIfFree && ticket.assigneeId !== null && ticket.assigneeId !== agentId) throw new Refusal('tickets.claim.taken', { status: 409, values: { name: await nameOf(manager, ticket.assigneeId) } })

    const agent = agentId == null ? null : await findAssignable(manager, ticket, agentId)
    const team = teamId == null ? null : await findTeam(manager, teamId)
    if (unchanged(ticket, agentId, teamId)) return ticket

    const keepsAgent = agentId === undefined || agentId === ticket.assigneeId
    if (agentId !== undefined) ticket.assigneeId = agent?.id ?? null
    if (teamId !== undefined) ticket.teamId = team?.id ?? null
    await saveAssignment(ctx, manager, ticket, agent, team, keepsAgent)
    return ticket
  })
}

async function saveAssignment (ctx: Context, manager: EntityManager, ticket: Ticket, agent: Agent | null, team: Team | null, keepsAgent: boolean): Promise<void> {
  const now = ctx.clock.now()
  const name = ticket.assigneeId === null && ticket.teamId === null ? 'unassigned' : 'assigned'
  const given = ticket.record(name, ctx.actor, now, {
    agentId: ticket.assigneeId, agentName: agent?.name ?? null, teamId: ticket.teamId, teamName: team?.name ?? null, automatic: false, ...(keepsAgent && { keepsAgent })
  })
  await saveChanges(ctx, manager, ticket, ticket.assigneeId !== null && ticket.state === 'new' ? [given, ticket.apply('take_up', ctx.actor, now)] : [given])
}

const unchanged = (ticket: Ticket, agentId?: number | null, teamId?: number | null): boolean =>
  (agentId === undefined || agentId === ticket.assigneeId) && (teamId === undefined || teamId === ticket.teamId)

async function findAssignable (manager: EntityManager, ticket: Ticket, id: number): Promise<Agent> {
  const agent = await holdAssignable(manager, id, ticket.departmentId)
  if (agent === null) throw new InvalidFields({ agent: { key: 'tickets.assign.not_here' } })
  return agent
}

async function findTeam (manager: EntityManager, id: number): Promise<Team> {
  const team = await manager.findOneBy(Team, { id, isActive: true })
  if (team === null) throw new InvalidFields({ team: { key: 'tickets.assign.no_team' } })
  return team
}

async function nameOf (manager: EntityManager, agentId: number): Promise<string> {
  return (await manager.findOneBy(Agent, { id: agentId }))?.name ?? ''
}
