import type { EntityManager } from 'typeorm'
import { recordChange, type Change } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { lockOne } from '../../platform/database/lock.js'
import { NotFound, Stale } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { placeOf } from '../action.js'
import { checkActions, checkConditions, checkLoop } from '../check-rule.js'
import { checkTiming } from '../check-timing.js'
import { findRuleChoices, knownOf } from '../known.queries.js'
import { forgetRules } from '../recent-rules.js'
import { listActiveRules } from '../rule.queries.js'
import { triggers } from '../rule-fields.js'
import type { RuleValues } from '../rule-values.js'
import { Rule } from '../rule.entity.js'

/** Adds a rule at the end of those of its trigger. @throws InvalidFields */
export async function addRule (ctx: Context, form: RuleValues): Promise<Rule> {
  const values = await checkRule(ctx, form, 0)
  const rule = await ctx.db.transaction(async manager => {
    const [last] = await manager.find(Rule, { where: { trigger: values.trigger }, order: { position: 'DESC' }, take: 1 })
    const now = ctx.clock.now()
    // A rule of time begins with the moments that come from now on, not with the desk's whole past.
    const sweptTo = values.timing === null ? null : now
    const rule = await insertRow(manager, Rule, Object.assign(new Rule(), { ...values, position: (last?.position ?? 0) + 1, isActive: true, sweptTo, createdAt: now, version: 1 }))
    await record(ctx, manager, 'rule.created', rule, {}, values)
    return rule
  })
  forgetRules(ctx.db)
  return rule
}

/** Changes what a rule asks and does. What it did stays done. @throws NotFound, Stale, InvalidFields */
export async function editRule (ctx: Context, id: number, form: RuleValues, version: number): Promise<void> {
  const values = await checkRule(ctx, form, id)
  await changeRule(ctx, id, version, async (manager, rule) => {
    await manager.save(Object.assign(rule, values, { version: version + 1 }))
    return values
  })
}

/** Removes a rule for good. What it said of tickets stays with them. @throws NotFound, Stale */
export async function removeRule (ctx: Context, id: number, version: number): Promise<void> {
  await changeRule(ctx, id, version, async manager => {
    await manager.delete(Rule, { id })
    return { removed: true }
  })
}

/** What an admin wrote, clean. @param id the rule's own, 0 for a new one @throws InvalidFields */
export async function checkRule ({ db }: Context, form: RuleValues, id: number): Promise<RuleValues> {
  const checks = new FieldChecks()
  const known = knownOf(await findRuleChoices(db.read))
  const trigger = checks.choice('trigger', form.trigger, triggers)
  const values = { ...form, trigger, name: checks.name('name', form.name), timing: trigger === 'time' ? form.timing : null }
  if (trigger === 'time') checkTiming(checks, values.timing, known)
  checkConditions(checks, values.conditions, trigger, known)
  checkActions(checks, values.actions, placeOf(trigger), known)
  checkLoop(checks, { id, ...values }, await listActiveRules(db.read, trigger))
  checks.refuse()
  return values
}

async function changeRule (ctx: Context, id: number, version: number, work: (manager: EntityManager, rule: Rule) => Promise<object>): Promise<void> {
  await ctx.db.transaction(async manager => {
    const rule = await lockOne(manager, Rule, { id })
    if (rule === null) throw new NotFound()
    if (rule.version !== version) throw new Stale()
    const { name, trigger, conditions, actions, stops, timing, isActive } = rule
    const after = await work(manager, rule)
    const before = Object.fromEntries(Object.entries({ name, trigger, conditions, actions, stops, timing, isActive }).filter(([key]) => key in after))
    await record(ctx, manager, 'removed' in after ? 'rule.removed' : 'rule.updated', { id, name }, 'removed' in after ? { name, conditions, actions } : before, 'removed' in after ? {} : after)
  })
  forgetRules(ctx.db)
}

async function record (ctx: Context, manager: EntityManager, action: Change['action'], { id, name }: { id: number, name: string }, before: object, after: object): Promise<void> {
  await recordChange(manager, ctx, { action, subjectType: 'rule', subjectId: id, subjectName: name, before: { ...before }, after: { ...after } })
}
