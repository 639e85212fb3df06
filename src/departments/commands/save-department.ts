import type { EntityManager } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { refuseTaken } from '../../platform/database/refuse-taken.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { Department } from '../department.entity.js'
import { closurePolicies, strategies, type ClosurePolicy, type Strategy } from '../choices.js'

export interface DepartmentForm {
  name: string
  description: string
  mailAddress: string
  mailName: string
  managerId: number | null
  scheduleId: number | null
  closurePolicy: ClosurePolicy
  graceDays: number
  reminderDays: number
  followsUp: boolean
  followUpDays: number
  reopenDays: number
  strategy: Strategy
  returnMinutes: number
  returnsByHand: boolean
  showsPromise: boolean
  takesCopies: boolean
}

type DepartmentValues = Omit<DepartmentForm, 'mailAddress' | 'mailName'> & Pick<Department, 'mailAddress' | 'mailName'>

/**
 * Adds a department, or changes one. When its hours change, the clocks of its tickets are reckoned anew, and so
 * is when untouched ones go back to the pool.
 *
 * @throws InvalidFields, Stale, NotFound
 */
export async function saveDepartment (ctx: Context, id: number | null, form: DepartmentForm, version: number): Promise<Department> {
  return refuseTaken(async () => ctx.db.transaction(async manager => {
    const now = ctx.clock.now()
    const department = id === null ? Object.assign(new Department(), { isActive: true, createdAt: now, version: 0 }) : await lockVersion(manager, Department, id, version)
    const values = await checkDepartment(manager, form)
    const before = id === null ? {} : await auditedOf(manager, department)
    const changesHours = id !== null && department.scheduleId !== values.scheduleId
    const changesReturns = id !== null && (changesHours || department.returnMinutes !== values.returnMinutes)

    await manager.save(Object.assign(department, values, { version: department.version + 1 }))
    if (changesHours) await enqueue(manager, 'recompute-clocks', { departmentId: department.id, changedAt: now.getTime() }, now)
    if (changesReturns) await enqueue(manager, 'recompute-returns', { departmentId: department.id }, now)
    await recordChange(manager, ctx, {
      action: id === null ? 'department.created' : 'department.updated', subjectType: 'department', subjectId: department.id, subjectName: department.name, before, after: await auditedOf(manager, values)
    })
    return department
  }))
}

async function checkDepartment (manager: EntityManager, form: DepartmentForm): Promise<DepartmentValues> {
  const checks = new FieldChecks()
  const values = {
    name: checks.name('name', form.name),
    description: checks.line('description', form.description),
    mailAddress: checks.address('mailAddress', form.mailAddress, 'departments.bad.mail_address'),
    mailName: checks.line('mailName', form.mailName, 120) || null,
    managerId: form.managerId,
    scheduleId: form.scheduleId,
    closurePolicy: checks.choice('closurePolicy', form.closurePolicy, closurePolicies),
    graceDays: checks.whole('graceDays', form.graceDays, 1, 60),
    reminderDays: checks.whole('reminderDays', form.reminderDays, 0, 60),
    followsUp: form.followsUp,
    followUpDays: checks.whole('followUpDays', form.followUpDays, 1, 90),
    reopenDays: checks.whole('reopenDays', form.reopenDays, 0, 3650),
    strategy: checks.choice('strategy', form.strategy, strategies),
    returnMinutes: checks.whole('returnMinutes', form.returnMinutes, 0, 10_000),
    returnsByHand: form.returnsByHand,
    showsPromise: form.showsPromise,
    takesCopies: form.takesCopies
  }
  if (values.reminderDays >= values.graceDays && values.reminderDays !== 0) checks.note('reminderDays', 'departments.bad.reminder_days', { grace: values.graceDays })
  if (form.managerId !== null && !await manager.existsBy(Agent, { id: form.managerId, isActive: true })) checks.note('managerId', 'refusal.not_a_choice')
  if (form.scheduleId !== null && await nameOf(manager, 'schedules', form.scheduleId) === null) checks.note('scheduleId', 'refusal.not_a_choice')
  checks.refuse()
  return values
}

/** As a reader of the history of changes knows it: agents and hours by name. */
async function auditedOf (manager: EntityManager, { name, description, mailAddress, mailName, managerId, scheduleId, closurePolicy, graceDays, reminderDays, followsUp, followUpDays, reopenDays, strategy, returnMinutes, returnsByHand, showsPromise, takesCopies }: DepartmentValues) {
  return {
    name, description, mailAddress, mailName, closurePolicy, graceDays, reminderDays, followsUp, followUpDays, reopenDays, strategy, returnMinutes, returnsByHand, showsPromise, takesCopies,
    manager: await nameOf(manager, 'agents', managerId),
    schedule: await nameOf(manager, 'schedules', scheduleId)
  }
}

/** By table name, because this room stands before that of schedules. */
async function nameOf (manager: EntityManager, table: 'agents' | 'schedules', id: number | null): Promise<string | null> {
  const [row] = id === null ? [] : await manager.query(`SELECT name FROM ${table} WHERE id = ?`, [id]) as Array<{ name: string }>
  return row?.name ?? null
}
