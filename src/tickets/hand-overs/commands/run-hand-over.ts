import type { EntityManager } from 'typeorm'
import { loadAgentActor } from '../../../accounts/actor.queries.js'
import { Agent } from '../../../accounts/agent.entity.js'
import { system, type Actor } from '../../../platform/actor.js'
import { withActor, type Context, type Platform } from '../../../platform/context.js'
import { insertOrIgnore } from '../../../platform/database/insert-or-ignore.js'
import { enqueue } from '../../../platform/jobs/enqueue.js'
import { giveByStrategy } from '../../commands/assign-by-strategy.js'
import { saveChanges } from '../../commands/save-change.js'
import type { TicketEvent } from '../../ticket-event.entity.js'
import type { Ticket } from '../../ticket.entity.js'
import { activeStates } from '../../ticket.lifecycle.js'
import { lockTicket } from '../../ticket.queries.js'
import { HandOver, type HandOverOutcome } from '../hand-over.entity.js'
import { mayTake, withinScope } from '../hand-over.queries.js'

const batch = 200

/**
 * Passes on the tickets of a hand-over, each in a transaction of its own with its line of history, and asks for
 * another round while some are left. Whoever gets them is told of all of them in one mail. What a colleague may not
 * take stays, or is given anew where nobody sits before the page because it was planned.
 *
 * Harmless to run twice: a ticket that is not with the agent any more, or was left with a reason, is passed by.
 */
export async function runHandOver (platform: Platform, handOverId: number): Promise<void> {
  const handOver = await platform.db.read.findOneBy(HandOver, { id: handOverId, state: 'running' })
  if (handOver === null) return
  const ctx = withActor(platform, await findHander(platform, handOver))
  const states = activeStates.map(() => '?').join(', ')
  const left = await platform.db.read.query(
    `SELECT t.id FROM tickets t WHERE t.assignee_id = ? AND t.state IN (${states}) AND ${withinScope(handOver.scope)} AND NOT EXISTS (SELECT 1 FROM hand_over_tickets h WHERE h.hand_over_id = ? AND h.ticket_id = t.id) ORDER BY t.id LIMIT ${batch}`,
    [handOver.agentId, ...activeStates, handOverId]
  ) as Array<{ id: number }>
  for (const { id } of left) await ctx.db.transaction(async manager => passOn(ctx, manager, handOver, await lockTicket(manager, system, id)))

  const now = platform.clock.now()
  await platform.db.transaction(async manager => {
    if (left.length === batch) await enqueue(manager, 'run-hand-over', { handOverId }, now)
    else await manager.update(HandOver, { id: handOverId, state: 'running' }, { state: 'done', finishedAt: now })
  })
}

/** In whose name tickets are passed on: of whoever asked for it, or the desk's own when it was planned, so that each is told. */
export async function findHander ({ db }: Platform, { byAgentId, planId }: HandOver): Promise<Actor> {
  return (planId === null ? await loadAgentActor(db.read, byAgentId) : null) ?? system
}

async function passOn (ctx: Context, manager: EntityManager, handOver: HandOver, ticket: Ticket): Promise<void> {
  if (ticket.assigneeId !== handOver.agentId || !activeStates.some(state => state === ticket.state)) return
  const takerId = handOver.toAgentId !== null && await mayTake(manager, handOver.toAgentId, ticket.departmentId) ? handOver.toAgentId : null
  if (takerId !== handOver.toAgentId && handOver.planId === null) return note(manager, handOver, ticket, 'not_here')

  const events = takerId === null ? await routeAnew(ctx, manager, handOver, ticket) : await giveTo(ctx.actor, ctx, manager, handOver, ticket, takerId)
  await saveChanges(ctx, manager, ticket, events)
  await note(manager, handOver, ticket, ticket.assigneeId === null ? 'pool' : 'given')
}

async function routeAnew (ctx: Context, manager: EntityManager, { id, agentId, byName }: HandOver, ticket: Ticket): Promise<TicketEvent[]> {
  ticket.assigneeId = null
  const handed = ticket.record('unassigned', ctx.actor, ctx.clock.now(), { cause: 'hand_over', handOverId: id, by: byName })
  const events = await giveByStrategy(ctx, manager, ticket, { takenFromId: agentId })
  for (const event of events) event.details = { ...event.details, handOverId: id }
  return [handed, ...events]
}

/** Gives one ticket to an agent as part of a hand-over, or of taking it back. For a caller that saves. */
export async function giveTo (actor: Actor, { clock }: Context, manager: EntityManager, { id, planId, agentId: ownerId }: HandOver, ticket: Ticket, agentId: number): Promise<TicketEvent[]> {
  const { name } = await manager.findOneByOrFail(Agent, { id: agentId })
  const fromName = ticket.assigneeId === null ? null : (await manager.findOneBy(Agent, { id: ticket.assigneeId }))?.name ?? null
  const at = clock.now()
  ticket.assigneeId = agentId
  const given = ticket.record('assigned', actor, at, { agentId, agentName: name, fromName, automatic: false, handOverId: id, ...(planId !== null && { absence: agentId === ownerId ? 'over' : 'on' }) })
  return ticket.state === 'new' ? [given, ticket.apply('take_up', actor, at)] : [given]
}

async function note (manager: EntityManager, { id }: HandOver, ticket: Ticket, outcome: HandOverOutcome): Promise<void> {
  await insertOrIgnore(manager, 'hand_over_tickets', { hand_over_id: id, ticket_id: ticket.id, to_agent_id: outcome === 'not_here' ? null : ticket.assigneeId, outcome })
}
