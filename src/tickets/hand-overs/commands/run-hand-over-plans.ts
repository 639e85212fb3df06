import { In, type EntityManager } from 'typeorm'
import { Agent } from '../../../accounts/agent.entity.js'
import { HandOverPlan } from '../../../accounts/hand-over-plan.entity.js'
import { findAwayUntil } from '../../../accounts/hand-over-plan.queries.js'
import { recordChange, type Change } from '../../../audit/commands/record-change.js'
import { system } from '../../../platform/actor.js'
import { withActor, type Context, type Platform } from '../../../platform/context.js'
import { insertRow } from '../../../platform/database/insert-row.js'
import { lockOne } from '../../../platform/database/lock.js'
import { enqueue } from '../../../platform/jobs/enqueue.js'
import { HandOver } from '../hand-over.entity.js'
import { countHandedOver } from '../hand-over.queries.js'

const batch = 200

/**
 * Does what was planned for the open tickets of agents whose absence begins or ends, or who left a department. The
 * plans whose time has come are found by index. Whoever holds a plan's row does it and sets the next time in one
 * transaction, so running twice finds nothing left to do.
 */
export async function runHandOverPlans (platform: Platform): Promise<void> {
  const now = platform.clock.now()
  const due = await platform.db.read.query(`SELECT id FROM hand_over_plans WHERE next_at <= ? ORDER BY next_at, id LIMIT ${batch}`, [now.getTime()]) as Array<{ id: number }>
  const ctx = withActor(platform, system)
  for (const { id } of due) {
    await platform.db.transaction(async manager => {
      const plan = await lockOne(manager, HandOverPlan, { id })
      if (plan === null || plan.nextAt === null || plan.nextAt > now) return // another worker was quicker
      const step = plan.state === 'planned' ? await begin(ctx, manager, plan, now) : await end(ctx, manager, plan, now)
      if (step !== null) await manager.update(HandOverPlan, { id }, step)
    })
  }
}

type Step = Partial<Pick<HandOverPlan, 'state' | 'nextAt' | 'handOverId'>>
const over: Step = { state: 'over', nextAt: null }

/** Hands the tickets over, unless no worker ran until the absence was past; null while another hand-over of theirs is under way. */
async function begin (ctx: Context, manager: EntityManager, plan: HandOverPlan, now: Date): Promise<Step | null> {
  const { agentId, scope, endsAt } = plan
  const agent = await lockOne(manager, Agent, { id: agentId })
  if (agent === null || (endsAt !== null && endsAt <= now)) return over
  if (await manager.existsBy(HandOver, { agentId, state: In(['running', 'returning']) })) return null
  const tickets = await countHandedOver(manager, { agentId, scope })
  if (tickets === 0) return over

  const to = await findTaker(manager, plan, now)
  const handOver = await insertRow(manager, HandOver, Object.assign(new HandOver(), {
    agentId, toAgentId: to?.id ?? null, byAgentId: plan.byAgentId ?? agentId, byName: plan.byName, planId: plan.id, scope, state: 'running' as const, returned: 0, createdAt: now, finishedAt: null
  }))
  await enqueue(manager, 'run-hand-over', { handOverId: handOver.id }, now)
  await record(ctx, manager, 'agent.handed_over', agent, { before: { openTickets: tickets }, after: { openTickets: 0, to: to?.name ?? null, plannedBy: plan.byName } })
  return plan.givesBack && endsAt !== null ? { state: 'away', nextAt: endsAt, handOverId: handOver.id } : { ...over, handOverId: handOver.id }
}

/** The colleague who was chosen; nobody, so that each ticket is given anew, when he or she has left or is away as well. */
async function findTaker (manager: EntityManager, { toAgentId }: HandOverPlan, now: Date): Promise<Agent | null> {
  const to = toAgentId === null ? null : await manager.findOneBy(Agent, { id: toAgentId, isActive: true })
  return to === null || await findAwayUntil(manager, to.id, now) !== null ? null : to
}

/** Gives back what is still open; later when the agent is still away for another reason, or tickets are still on their way. */
async function end (ctx: Context, manager: EntityManager, { agentId, handOverId }: HandOverPlan, now: Date): Promise<Step | null> {
  const stillAway = await findAwayUntil(manager, agentId, now)
  if (stillAway !== null) return { nextAt: stillAway }
  const handOver = handOverId === null ? null : await lockOne(manager, HandOver, { id: handOverId })
  if (handOver === null || handOver.state === 'returned') return over
  if (handOver.state !== 'done') return null

  await manager.update(HandOver, { id: handOver.id }, { state: 'returning' })
  await enqueue(manager, 'return-hand-over', { handOverId: handOver.id }, now)
  const agent = await manager.findOneByOrFail(Agent, { id: agentId })
  await record(ctx, manager, 'agent.handed_back', agent, { before: {}, after: { plannedBy: handOver.byName } })
  return over
}

async function record (ctx: Context, manager: EntityManager, action: Change['action'], { id, name }: Agent, change: { before: Record<string, unknown>, after: Record<string, unknown> }): Promise<void> {
  await recordChange(manager, ctx, { action, subjectType: 'agent', subjectId: id, subjectName: name, ...change })
}
