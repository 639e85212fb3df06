import type { EntityManager } from 'typeorm'
import { recordChange, type Change } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { lockOne } from '../../platform/database/lock.js'
import { NotFound, Stale } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import type { Action } from '../action.js'
import { checkActions } from '../check-rule.js'
import { findRuleChoices, knownOf } from '../known.queries.js'
import { Macro } from '../macro.entity.js'

/** What an admin decides about a macro. */
export interface MacroValues { name: string, departmentId: number | null, actions: Action[], isActive: boolean }

/** Adds a macro. @throws InvalidFields */
export async function addMacro (ctx: Context, form: MacroValues): Promise<Macro> {
  const values = await check(ctx, form)
  return ctx.db.transaction(async manager => {
    const macro = await insertRow(manager, Macro, Object.assign(new Macro(), { ...values, createdAt: ctx.clock.now(), version: 1 }))
    await record(ctx, manager, 'macro.created', macro, {}, values)
    return macro
  })
}

/** Changes a macro. What it did stays done. @throws NotFound, Stale, InvalidFields */
export async function editMacro (ctx: Context, id: number, form: MacroValues, version: number): Promise<void> {
  const values = await check(ctx, form)
  await ctx.db.transaction(async manager => {
    const macro = await lockMacro(manager, id, version)
    const { name, departmentId, actions, isActive } = macro
    await manager.save(Object.assign(macro, values, { version: version + 1 }))
    await record(ctx, manager, 'macro.updated', macro, { name, departmentId, actions, isActive }, values)
  })
}

/** Removes a macro for good. @throws NotFound, Stale */
export async function removeMacro (ctx: Context, id: number, version: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const { name, actions } = await lockMacro(manager, id, version)
    await manager.delete(Macro, { id })
    await record(ctx, manager, 'macro.removed', { id, name }, { name, actions }, {})
  })
}

async function check ({ db }: Context, form: MacroValues): Promise<MacroValues> {
  const checks = new FieldChecks()
  const known = knownOf(await findRuleChoices(db.read))
  const name = checks.name('name', form.name)
  if (form.departmentId !== null && !known.departmentIds.has(form.departmentId)) checks.note('departmentId', 'refusal.not_a_choice')
  checkActions(checks, form.actions, 'macro', known)
  checks.refuse()
  return { ...form, name }
}

async function lockMacro (manager: EntityManager, id: number, version: number): Promise<Macro> {
  const macro = await lockOne(manager, Macro, { id })
  if (macro === null) throw new NotFound()
  if (macro.version !== version) throw new Stale()
  return macro
}

async function record (ctx: Context, manager: EntityManager, action: Change['action'], { id, name }: { id: number, name: string }, before: object, after: object): Promise<void> {
  await recordChange(manager, ctx, { action, subjectType: 'macro', subjectId: id, subjectName: name, before: { ...before }, after: { ...after } })
}
