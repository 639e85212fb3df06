import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { FallbackStep } from '../../departments/choices.js'
import { Department } from '../../departments/department.entity.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { mostSteps, readStep, writeStep } from '../fallback-text.js'
import { findStepNames, listFallbackChoices } from '../routing-pages.queries.js'

export interface DepartmentRoutingForm {
  prefersAccountManager: boolean
  prefersLastAgent: boolean
  /** As {@link writeStep} writes them, in order. */
  fallback: string[]
}

/**
 * Changes who is asked before a department's strategy, and after it when nobody is free. Counts for the next
 * ticket; those that are there stay where they are.
 *
 * @throws InvalidFields when a step names who is gone, does not answer here, or was named before; Stale, NotFound
 */
export async function saveDepartmentRouting (ctx: Context, id: number, form: DepartmentRoutingForm, version: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const department = await lockVersion(manager, Department, id, version)
    const { prefersAccountManager, prefersLastAgent } = form
    const fallback = await checkFallback(manager, id, form.fallback)
    const values = { prefersAccountManager, prefersLastAgent, fallback: fallback.length === 0 ? null : fallback }

    await manager.update(Department, { id }, { ...values, version: version + 1 })
    await recordChange(manager, ctx, { action: 'department.updated', subjectType: 'department', subjectId: id, subjectName: department.name, before: await auditedOf(manager, department), after: await auditedOf(manager, values) })
  })
}

async function checkFallback (manager: EntityManager, departmentId: number, typed: readonly string[]): Promise<FallbackStep[]> {
  const checks = new FieldChecks()
  const { teams, agents, manager: lead } = await listFallbackChoices(manager, departmentId)
  const steps: FallbackStep[] = []
  for (const [place, text] of typed.entries()) {
    if (text === '') continue
    const field = `fallback${place + 1}`
    const step = readStep(text)
    if (step === null || place >= mostSteps) checks.note(field, 'refusal.not_a_choice')
    else if (steps.at(-1)?.kind === 'pool') checks.note(field, 'routing.bad.after_pool')
    else if (step.kind === 'team' && !teams.some(({ id }) => id === step.teamId)) checks.note(field, 'routing.bad.team')
    else if (step.kind === 'agent' && !agents.some(({ id }) => id === step.agentId)) checks.note(field, 'routing.bad.agent')
    else if (step.kind === 'manager' && lead === null) checks.note(field, 'routing.bad.manager')
    else if (steps.some(earlier => asksTheSame(earlier, step, lead?.id))) checks.note(field, 'routing.bad.twice')
    if (step !== null) steps.push(step)
  }
  checks.refuse()
  return steps
}

/** Whether two steps ask the same; the manager may be named by name too. */
function asksTheSame (one: FallbackStep, other: FallbackStep, leadId: number | undefined): boolean {
  const named = (step: FallbackStep): string => step.kind === 'manager' && leadId !== undefined ? `agent:${leadId}` : writeStep(step)
  return named(one) === named(other)
}

/** As a reader of the history of changes knows it: teams and agents by name. */
async function auditedOf (manager: EntityManager, { prefersAccountManager, prefersLastAgent, fallback }: Pick<Department, 'prefersAccountManager' | 'prefersLastAgent' | 'fallback'>) {
  const steps = fallback ?? []
  const names = await findStepNames(manager, steps)
  return { prefersAccountManager, prefersLastAgent, fallback: steps.map(step => names.get(writeStep(step)) ?? step.kind) }
}
