import type { EntityManager } from 'typeorm'
import { Agent } from '../../../accounts/agent.entity.js'
import { recordChange } from '../../../audit/commands/record-change.js'
import { holds } from '../../../platform/actor.js'
import type { Context } from '../../../platform/context.js'
import { insertRow } from '../../../platform/database/insert-row.js'
import { lockOne } from '../../../platform/database/lock.js'
import { InvalidFields, NotFound, Refusal } from '../../../platform/errors.js'
import { enqueue } from '../../../platform/jobs/enqueue.js'
import { HandOver } from '../hand-over.entity.js'
import { handOverPolicy } from '../hand-over.policy.js'
import { listOpenShares, type OpenShare } from '../hand-over.queries.js'

declare module '../../../platform/jobs/enqueue.js' {
  interface Jobs {
    'run-hand-over': { handOverId: number }
    'return-hand-over': { handOverId: number }
  }
}

export interface NewHandOver {
  agentId: number
  /** `agent` gives all to one colleague, `route` finds an agent for each by its department's way. */
  way: string
  toAgentId: number | null
}

/**
 * Asks for all open tickets of an agent to be passed on. A worker does it, each ticket for itself.
 *
 * @throws NotFound when the actor may not decide over that agent.
 * @throws InvalidFields when nobody is chosen, or somebody who may not answer in one of the departments.
 * @throws Refusal when there is nothing to pass on, it is under way already, or the actor may not give away tickets there.
 */
export async function startHandOver (ctx: Context, { agentId, way, toAgentId }: NewHandOver): Promise<HandOver> {
  const { actor, clock } = ctx
  if (actor.party !== 'agent' || !handOverPolicy.start(actor, agentId)) throw new NotFound()
  if (way !== 'agent' && way !== 'route') throw new InvalidFields({ way: { key: 'tickets.hand_over.choose_way' } })

  return ctx.db.transaction(async manager => {
    const agent = await lockOne(manager, Agent, { id: agentId })
    if (agent === null) throw new NotFound()
    if (await manager.existsBy(HandOver, [{ agentId, state: 'running' }, { agentId, state: 'returning' }])) throw new Refusal('tickets.hand_over.under_way', { status: 409 })
    const shares = await listOpenShares(manager, agentId)
    if (shares.length === 0) throw new Refusal('tickets.hand_over.none', { values: { name: agent.name } })
    const closed = actor.adminRights.has('people') ? [] : shares.filter(({ departmentId }) => !holds(actor, 'ticket.assign', departmentId))
    if (closed.length > 0) throw new Refusal('tickets.hand_over.may_not', { status: 403, values: { departments: namesOf(closed) } })
    const to = way === 'route' ? null : await findTaker(manager, shares, agentId, toAgentId)

    const now = clock.now()
    const handOver = Object.assign(new HandOver(), { agentId, toAgentId: to?.id ?? null, byAgentId: actor.id, byName: actor.name, planId: null, scope: 'all' as const, state: 'running' as const, returned: 0, createdAt: now, finishedAt: null })
    await insertRow(manager, HandOver, handOver)
    await enqueue(manager, 'run-hand-over', { handOverId: handOver.id }, now)
    const tickets = shares.reduce((sum, share) => sum + share.tickets, 0)
    await recordChange(manager, ctx, { action: 'agent.handed_over', subjectType: 'agent', subjectId: agentId, subjectName: agent.name, before: { openTickets: tickets }, after: { openTickets: 0, to: to?.name ?? null } })
    return handOver
  })
}

async function findTaker (manager: EntityManager, shares: OpenShare[], agentId: number, toAgentId: number | null): Promise<Agent> {
  const to = toAgentId === null || toAgentId === agentId ? null : await manager.findOneBy(Agent, { id: toAgentId, isActive: true })
  if (to === null) throw new InvalidFields({ toAgentId: { key: 'tickets.hand_over.choose_agent' } })
  const closed = shares.filter(({ takers }) => !takers.some(({ id }) => id === to.id))
  if (closed.length > 0) throw new InvalidFields({ toAgentId: { key: 'tickets.hand_over.not_here', values: { name: to.name, departments: namesOf(closed) } } })
  return to
}

const namesOf = (shares: OpenShare[]): string => shares.map(({ name }) => name).join(', ')
