import type { EntityManager } from 'typeorm'
import { recordChange, type Change } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { lockOne } from '../../platform/database/lock.js'
import { updateRow } from '../../platform/database/update-row.js'
import { NotFound, Stale } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { checkRecurrence } from '../check-recurrence.js'
import { findHoursOfTopic } from '../department-hours.queries.js'
import { occurrencesAfter } from '../occurrences.js'
import { Plan } from '../plan.entity.js'
import type { PlanTemplate } from '../plan-template.js'
import type { Recurrence } from '../recurrence.js'
import { checkTemplate } from '../template.queries.js'

/** What an admin decides about a recurring ticket. */
export interface PlanValues { name: string, recurrence: Recurrence, template: PlanTemplate, isActive: boolean }

/** Adds a plan. Its first ticket opens at its first time from now on. @throws InvalidFields */
export async function addPlan (ctx: Context, form: PlanValues): Promise<Plan> {
  return ctx.db.transaction(async manager => {
    const { values, nextAt } = await check(ctx, manager, form)
    const plan = await insertRow(manager, Plan, Object.assign(new Plan(), { ...values, nextAt, lastAt: null, haltedBecause: null, createdAt: ctx.clock.now(), version: 1 }))
    await record(ctx, manager, 'plan.created', plan, {}, values)
    return plan
  })
}

/**
 * Changes a plan. Tickets that it opened stay; times that passed before now are not made up for. A plan that had to
 * halt goes on.
 *
 * @throws NotFound, Stale, InvalidFields
 */
export async function editPlan (ctx: Context, id: number, form: PlanValues, version: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const plan = await lockPlan(manager, id, version)
    const { values, nextAt } = await check(ctx, manager, form)
    const { name, recurrence, template, isActive } = plan
    await updateRow(manager, Plan, Object.assign(plan, values, { nextAt, haltedBecause: null, version: version + 1 }))
    await record(ctx, manager, 'plan.updated', plan, { name, recurrence, template, isActive }, values)
  })
}

/** Removes a plan with its list of what it opened; the tickets stay. @throws NotFound, Stale */
export async function removePlan (ctx: Context, id: number, version: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const { name, recurrence, template, isActive } = await lockPlan(manager, id, version)
    await manager.delete(Plan, { id })
    await record(ctx, manager, 'plan.removed', { id, name }, { name, recurrence, template, isActive }, {})
  })
}

async function check ({ clock }: Context, manager: EntityManager, { name, recurrence, template, isActive }: PlanValues): Promise<{ values: PlanValues, nextAt: Date | null }> {
  const checks = new FieldChecks()
  const values = { name: checks.name('name', name), recurrence, template, isActive }
  checkRecurrence(checks, recurrence)
  await checkTemplate(manager, checks, template)
  checks.refuse()

  const [next] = occurrencesAfter(recurrence, await findHoursOfTopic(manager, template.topicId), clock.now())
  if (isActive && next === undefined) checks.note('from', 'recurring.never')
  checks.refuse()
  return { values, nextAt: isActive ? next?.at ?? null : null }
}

async function lockPlan (manager: EntityManager, id: number, version: number): Promise<Plan> {
  const plan = await lockOne(manager, Plan, { id })
  if (plan === null) throw new NotFound()
  if (plan.version !== version) throw new Stale()
  return plan
}

async function record (ctx: Context, manager: EntityManager, action: Change['action'], { id, name }: { id: number, name: string }, before: object, after: object): Promise<void> {
  await recordChange(manager, ctx, { action, subjectType: 'plan', subjectId: id, subjectName: name, before: { ...before }, after: { ...after } })
}
