import { addRule, removeRule } from '../../src/rules/commands/save-rule.js'
import type { RuleValues } from '../../src/rules/rule-values.js'
import type { Condition, Group } from '../../src/rules/condition.js'
import type { Operator } from '../../src/rules/operators.js'
import type { FieldName } from '../../src/rules/rule-fields.js'
import { Rule } from '../../src/rules/rule.entity.js'
import type { World } from '../support/world.js'

export const asks = (field: FieldName, operator: Operator, ...value: string[]): Condition => ({ field, operator, value })

/** Adds a rule as an admin does: for new tickets, and holding always, unless told otherwise. */
export async function withRule ({ as, ana }: World, values: Partial<RuleValues> & Pick<RuleValues, 'actions'>): Promise<Rule> {
  return addRule(as(ana), { name: 'The rule', trigger: 'created', conditions: { match: 'all', parts: [] }, stops: false, timing: null, ...values })
}

/** A form of conditions that must all hold. */
export const all = (...parts: Array<Condition | Group>): Group => ({ match: 'all', parts })

/** Removes every rule. */
export async function clearRules ({ platform, as, ana }: Pick<World, 'platform' | 'as' | 'ana'>): Promise<void> {
  for (const { id, version } of await platform.db.read.find(Rule)) await removeRule(as(ana), id, version)
}
