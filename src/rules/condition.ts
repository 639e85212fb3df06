import { changeOperators, fits, type FactValue, type Operator } from './operators.js'
import type { Moment } from './moment.js'
import type { FieldName, Trigger } from './rule-fields.js'

/** One thing that a rule asks. */
export interface Condition { field: FieldName, operator: Operator, value: string[] }

/** Conditions of which all or any must hold. */
export interface Group { match: 'all' | 'any', parts: Array<Condition | Group> }

/** What is known when rules are asked. */
export interface Facts {
  trigger: Trigger
  values: ReadonlyMap<FieldName, FactValue>
  /** What an update changed, as it was before. */
  before: ReadonlyMap<FieldName, FactValue>
  moment: Moment
}

export interface ConditionVerdict { condition: Condition, holds: boolean, seen: FactValue }
export interface GroupVerdict { match: Group['match'], holds: boolean, parts: Array<ConditionVerdict | GroupVerdict> }

/** How deep groups may stand in each other, and how many conditions a rule may have in all. */
export const groupLimits = { depth: 4, conditions: 50 }

export const isGroup = (part: Condition | Group): part is Group => 'match' in part

/** Asks every condition, also after the first that decides, so that a person can be told why. No condition at all holds always. */
export function judge (group: Group, facts: Facts): GroupVerdict {
  const parts = group.parts.map(part => isGroup(part) ? judge(part, facts) : judgeOne(part, facts))
  const holds = group.match === 'all' || parts.length === 0 ? parts.every(part => part.holds) : parts.some(part => part.holds)
  return { match: group.match, holds, parts }
}

function judgeOne (condition: Condition, { values, before, moment }: Facts): ConditionVerdict {
  const { field, operator, value } = condition
  const seen = (operator === 'changed_from' ? before : values).get(field) ?? null
  const isAsked = !changeOperators.has(operator) || before.has(field)
  return { condition, holds: isAsked && fits(operator, seen, value, moment), seen }
}

/** Every condition of a group and of the groups in it. */
export function conditionsOf (group: Group): Condition[] {
  return group.parts.flatMap(part => isGroup(part) ? conditionsOf(part) : [part])
}
