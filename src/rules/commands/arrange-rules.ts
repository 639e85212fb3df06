import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { Refusal } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { placeOf } from '../action.js'
import { checkActions, checkConditions } from '../check-rule.js'
import { findRuleChoices, knownOf } from '../known.queries.js'
import { findLoop } from '../loop.js'
import { forgetRules } from '../recent-rules.js'
import type { Trigger } from '../rule-fields.js'
import { Rule } from '../rule.entity.js'

export interface Arranged { id: number, place: number, isActive: boolean }

/**
 * Sets the order of the rules of a trigger, and which of them are in use. Rules that are not named keep what
 * they have; two with one place stand in the order in which they stood.
 *
 * @throws Refusal when a rule that comes into use names what is gone, or would go round in circles with others.
 */
export async function arrangeRules (ctx: Context, trigger: Trigger, arranged: readonly Arranged[]): Promise<void> {
  await ctx.db.transaction(async manager => {
    const rules = await manager.find(Rule, { where: { trigger }, order: { position: 'ASC', id: 'ASC' } })
    const wanted = rules.map((rule, index) => ({ rule, place: index + 1, isActive: rule.isActive, ...arranged.find(({ id }) => id === rule.id) }))
    for (const { rule, isActive } of wanted) if (isActive && !rule.isActive) await checkBack(manager, rule, wanted.filter(each => each.isActive).map(each => each.rule))
    for (const [index, { rule, isActive }] of wanted.sort((one, other) => one.place - other.place).entries()) {
      const before = { position: rule.position, isActive: rule.isActive }
      const after = { position: index + 1, isActive }
      if (before.position === after.position && before.isActive === after.isActive) continue

      // A rule of time that comes back begins with what falls silent from now on.
      const sweptTo = isActive && !rule.isActive ? ctx.clock.now() : rule.sweptTo
      await manager.update(Rule, { id: rule.id }, { ...after, sweptTo, version: rule.version + 1 })
      await recordChange(manager, ctx, { action: 'rule.updated', subjectType: 'rule', subjectId: rule.id, subjectName: rule.name, before, after })
    }
  })
  forgetRules(ctx.db)
}

/** A rule out of use may have aged: it is checked as if it were saved now. */
async function checkBack (manager: EntityManager, rule: Rule, others: readonly Rule[]): Promise<void> {
  const checks = new FieldChecks()
  const known = knownOf(await findRuleChoices(manager))
  checkConditions(checks, rule.conditions, rule.trigger, known)
  checkActions(checks, rule.actions, placeOf(rule.trigger), known)
  if (checks.hasProblems) throw new Refusal('rules.aged', { values: { name: rule.name } })
  const names = findLoop(rule, others)
  if (names !== null) throw new Refusal('rules.loop_on', { values: { name: rule.name, names: names.map(name => `“${name}”`).join(', ') } })
}
