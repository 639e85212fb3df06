import { actionParts, type PartKind } from './action-file.js'
import type { Action } from './action.js'
import { isGroup, type Condition, type Group } from './condition.js'
import { nameIn, namedFields, priorityNames } from './file-names.js'
import type { RuleChoices } from './known.queries.js'
import { bareOperators, comparandOf } from './operators.js'
import { questionIn } from './rule-fields.js'
import type { RuleValues } from './rule-values.js'
import type { Timing } from './timing.js'

/** A rule as a file holds it. */
export interface FileRule extends RuleValues { isActive: boolean }

/** Rules as readable JSON: by the names of things and not by their ids, so that another desk can read it. */
export function writeRuleFile (rules: readonly FileRule[], choices: RuleChoices): string {
  return `${JSON.stringify({ rules: rules.map(rule => writeRule(rule, choices)) }, null, 2)}\n`
}

/** One rule, as it stands in the file. */
export function writeRule ({ name, trigger, timing, conditions, actions, stops, isActive }: FileRule, choices: RuleChoices) {
  return {
    name, when: trigger, ...timing !== null && { time: writeTiming(timing, choices) }, if: writeGroup(conditions, choices),
    then: actions.map(action => writeAction(action, choices)), stops, inUse: isActive
  }
}

function writeTiming ({ span, side, of }: Timing, choices: RuleChoices): object {
  const question = questionIn(of)
  return { span, side, ...question === null ? { of } : { question: nameIn(choices, 'question', question) } }
}

function writeGroup ({ match, parts }: Group, choices: RuleChoices): object {
  return { [match]: parts.map(part => isGroup(part) ? writeGroup(part, choices) : writeCondition(part, choices)) }
}

function writeCondition ({ field, operator, value }: Condition, choices: RuleChoices): object {
  const question = /^question\.(\d+)$/.exec(field)?.[1]
  const what = question === undefined ? { field } : { question: nameIn(choices, 'question', Number(question)) }
  return { ...what, is: operator, ...!bareOperators.has(operator) && { value: value.map(each => comparandOf(operator) === 'hours' ? nameIn(choices, 'schedule', Number(each)) : writeValue(field, each, choices)) } }
}

function writeValue (field: string, value: string, choices: RuleChoices): string {
  const thing = namedFields[field]
  if (thing !== undefined) return nameIn(choices, thing, Number(value))
  return field === 'priority' ? priorityNames[Number(value) - 1] ?? value : value
}

/** One action, as it stands in the file. */
export function writeAction (action: Action, choices: RuleChoices): object {
  const held = action as unknown as Record<string, unknown>
  return { do: action.kind, ...Object.fromEntries(actionParts[action.kind].map(([inFile, inRule, kind]) => [inFile, writePart(held[inRule], kind, choices)])) }
}

function writePart (value: unknown, kind: PartKind, choices: RuleChoices): unknown {
  if (typeof kind !== 'string' || kind === 'text' || kind === 'texts' || value === null) return value
  if (kind === 'priority') return priorityNames[Number(value) - 1]
  return nameIn(choices, kind === 'teamOrNobody' ? 'team' : kind === 'agentOrNobody' ? 'agent' : kind, Number(value))
}
