import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { refuseTaken } from '../../platform/database/refuse-taken.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { checkSteps } from '../check-steps.js'
import { longestTarget } from '../longest-target.js'
import { neverReached } from '../never-reached.js'
import { findInUse } from '../reach.queries.js'
import { findStepChoices } from '../step-choices.queries.js'
import type { Step } from '../step.js'
import { SlaPolicy } from '../sla-policy.entity.js'
import { targetKinds, type TargetMinutes } from '../target-kind.js'
import { auditedPolicy } from '../policy-audit.queries.js'

export interface PolicyForm {
  name: string
  /** Empty matches every department. */
  departmentIds: number[]
  /** Empty matches every topic. */
  topicIds: number[]
  /** Empty matches every company, and tickets of none. */
  companyIds: number[]
  /** Empty matches every priority. */
  priorities: Array<1 | 2 | 3 | 4>
  /** Null takes the department's. Left aside around the clock. */
  scheduleId: number | null
  aroundTheClock: boolean
  /** Minutes of working time; NaN for what could not be read. */
  targets: TargetMinutes
  pausesOnHold: boolean
  /** A step without a key is a new one. */
  steps: Step[]
}

const priorities = [1, 2, 3, 4] as const

/**
 * Adds a service level at the end of the list, or changes one. When what it promises changes, the clocks of
 * its tickets are reckoned anew. Whom it is for counts from the next ticket on: a ticket keeps its promise. One that
 * is only for what is out of use is refused, since nobody would ever be promised anything by it.
 *
 * @throws InvalidFields, Stale, NotFound
 */
export async function savePolicy (ctx: Context, id: number | null, form: PolicyForm, version: number): Promise<SlaPolicy> {
  return refuseTaken(async () => ctx.db.transaction(async manager => {
    const now = ctx.clock.now()
    const policy = id === null ? Object.assign(new SlaPolicy(), { isActive: true, createdAt: now, version: 0, position: await nextPosition(manager) }) : await lockVersion(manager, SlaPolicy, id, version)
    const values = await checkPolicy(manager, form)
    const before = id === null ? {} : await auditedPolicy(manager, policy)
    const changesTerms = id !== null && JSON.stringify(termsOf(policy)) !== JSON.stringify(termsOf(values))

    await manager.save(Object.assign(policy, values, { version: policy.version + 1 }))
    if (changesTerms) await enqueue(manager, 'recompute-clocks', { policyId: policy.id, changedAt: now.getTime() }, now)
    await recordChange(manager, ctx, {
      action: id === null ? 'sla_policy.created' : 'sla_policy.updated', subjectType: 'sla_policy', subjectId: policy.id, subjectName: policy.name, before, after: await auditedPolicy(manager, values)
    })
    return policy
  }))
}

async function checkPolicy (manager: EntityManager, form: PolicyForm): Promise<PolicyForm> {
  const checks = new FieldChecks()
  const values = {
    name: checks.name('name', form.name),
    departmentIds: unique(form.departmentIds),
    topicIds: unique(form.topicIds),
    companyIds: unique(form.companyIds),
    priorities: priorities.filter(priority => form.priorities.includes(priority)),
    scheduleId: form.aroundTheClock ? null : form.scheduleId,
    aroundTheClock: form.aroundTheClock,
    targets: checkTargets(checks, form.targets),
    pausesOnHold: form.pausesOnHold,
    steps: checkSteps(checks, form.steps, form.targets, await findStepChoices(manager))
  }
  if (!await areThere(manager, 'departments', values.departmentIds)) checks.note('departmentIds', 'refusal.not_a_choice')
  if (!await areThere(manager, 'topics', values.topicIds)) checks.note('topicIds', 'refusal.not_a_choice')
  if (!await areThere(manager, 'companies', values.companyIds)) checks.note('companyIds', 'refusal.not_a_choice')
  if (!await areThere(manager, 'schedules', values.scheduleId === null ? [] : [values.scheduleId])) checks.note('scheduleId', 'refusal.not_a_choice')
  const never = checks.hasProblems ? null : neverReached(values, [], await findInUse(manager))
  if (never?.why === 'out_of_use') checks.note(fieldOf[never.what], `sla.never.${never.what}`)
  checks.refuse()
  return values
}

/** What is promised, as far as it holds; what does not is noted under names like `targets.4.resolution`. */
export function checkTargets (checks: FieldChecks, targets: TargetMinutes): TargetMinutes {
  for (const priority of priorities) {
    for (const kind of targetKinds) {
      const minutes = targets[priority][kind]
      if (minutes !== null && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= longestTarget)) checks.note(`targets.${priority}.${kind}`, 'sla.bad.target')
    }
    const { first_response: first, resolution } = targets[priority]
    if (first !== null && resolution !== null && first > resolution) checks.note(`targets.${priority}.resolution`, 'sla.bad.solved_first')
  }
  return Object.fromEntries(priorities.map(priority => [priority, Object.fromEntries(targetKinds.map(kind => [kind, targets[priority][kind]]))])) as TargetMinutes
}

const fieldOf = { departments: 'departmentIds', topics: 'topicIds', companies: 'companyIds' } as const

const unique = (ids: readonly number[]): number[] => [...new Set(ids)].toSorted((a, b) => a - b)

/** By table name, because topics come after this room. */
async function areThere (manager: EntityManager, table: 'departments' | 'topics' | 'companies' | 'schedules', ids: readonly number[]): Promise<boolean> {
  if (ids.length === 0) return true
  const rows = await manager.query(`SELECT id FROM ${table} WHERE id IN (${ids.map(() => '?').join(', ')})`, [...ids]) as unknown[]
  return rows.length === ids.length
}

async function nextPosition (manager: EntityManager): Promise<number> {
  const [row] = await manager.query('SELECT COALESCE(MAX(position), 0) + 1 AS position FROM sla_policies') as Array<{ position: number }>
  return Number(row?.position ?? 1)
}

const termsOf = ({ targets, scheduleId, aroundTheClock, pausesOnHold, steps }: PolicyForm) =>
  [priorities.map(priority => targetKinds.map(kind => targets[priority][kind])), scheduleId, aroundTheClock, pausesOnHold, steps]
