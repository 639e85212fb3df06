import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { InvalidFields } from '../../platform/errors.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import type { Absence } from '../absence.entity.js'
import type { Agent } from '../agent.entity.js'
import type { AbsenceHandOver } from '../hand-over-times.js'
import { HandOverPlan } from '../hand-over-plan.entity.js'
import { findAwayUntil, listColleagues } from '../hand-over-plan.queries.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'run-hand-over-plans': object }
}

type PlannedFor = Pick<Agent, 'id' | 'name'>

/**
 * Notes what is to happen with an agent's open tickets around an absence; a worker does it when the time comes. In
 * the caller's transaction, which holds the agent's row.
 *
 * @throws InvalidFields when it is unknown when, the colleague is none or away too, or the actor may not give away tickets.
 */
export async function planForAbsence (ctx: Context, manager: EntityManager, agent: PlannedFor, absence: Absence, { tickets, toAgentId, givesBack }: AbsenceHandOver): Promise<void> {
  if (tickets === 'keep') return
  if (tickets !== 'now' && tickets !== 'begin') throw new InvalidFields({ absenceTickets: { key: 'refusal.not_a_choice' } })
  refuseWithoutRight(ctx, agent.id)
  const now = ctx.clock.now()
  const nextAt = tickets === 'now' || absence.startsAt < now ? now : absence.startsAt
  const to = toAgentId === null ? null : (await listColleagues(manager, agent.id)).find(({ id }) => id === toAgentId)
  if (to === undefined) throw new InvalidFields({ absenceTo: { key: 'accounts.absence.no_colleague' } })
  if (to !== null && await findAwayUntil(manager, to.id, nextAt) !== null) throw new InvalidFields({ absenceTo: { key: 'accounts.absence.colleague_away', values: { name: to.name } } })

  await insertPlan(ctx, manager, { agentId: agent.id, absenceId: absence.id, scope: 'all', toAgentId, givesBack, nextAt, endsAt: absence.endsAt })
  await recordChange(manager, ctx, { action: 'agent.hand_over_planned', subjectType: 'agent', subjectId: agent.id, subjectName: agent.name, before: {}, after: { at: nextAt.toISOString(), to: to?.name ?? null, givesBack } })
}

/** Has the open tickets in departments that an agent has just left given to others. In the caller's transaction. */
export async function planForLeaving (ctx: Context, manager: EntityManager, agentId: number): Promise<void> {
  await insertPlan(ctx, manager, { agentId, absenceId: null, scope: 'lost', toAgentId: null, givesBack: false, nextAt: ctx.clock.now(), endsAt: null })
}

/** An absence is taken back: what has not begun is forgotten, and what was to come back comes back now. In the caller's transaction. */
export async function endAbsencePlan (ctx: Context, manager: EntityManager, absenceId: number): Promise<void> {
  const now = ctx.clock.now()
  await manager.delete(HandOverPlan, { absenceId, state: 'planned' })
  await manager.update(HandOverPlan, { absenceId, state: 'away' }, { absenceId: null, nextAt: now })
  await enqueue(manager, 'run-hand-over-plans', {}, now)
}

type NewPlan = Pick<HandOverPlan, 'agentId' | 'absenceId' | 'scope' | 'toAgentId' | 'givesBack' | 'endsAt'> & { nextAt: Date }

async function insertPlan ({ actor, clock }: Context, manager: EntityManager, plan: NewPlan): Promise<void> {
  const now = clock.now()
  await insertRow(manager, HandOverPlan, Object.assign(new HandOverPlan(), { ...plan, state: 'planned', handOverId: null, byAgentId: actor.party === 'agent' ? actor.id : null, byName: actor.name, createdAt: now }))
  if (plan.nextAt <= now) await enqueue(manager, 'run-hand-over-plans', {}, now)
}

/** Whoever looks after people decides for everybody; an agent for what he or she may give away. */
function refuseWithoutRight ({ actor }: Context, agentId: number): void {
  if (actor.party !== 'agent' || actor.adminRights.has('people')) return
  const mayNot = [...actor.departments.values()].some(held => held.has('ticket.reply') && !held.has('ticket.assign'))
  if (actor.id !== agentId || mayNot) throw new InvalidFields({ absenceTickets: { key: 'accounts.absence.may_not' } })
}
