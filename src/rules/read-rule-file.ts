import { actionParts, type PartKind } from './action-file.js'
import type { Action } from './action.js'
import { groupLimits, type Condition, type Group } from './condition.js'
import { FileReader, type FileTrouble } from './file-reader.js'
import { idIn, namedFields, priorityNames } from './file-names.js'
import type { RuleChoices } from './known.queries.js'
import { bareOperators, comparandOf, operatorsOf, type Operator } from './operators.js'
import { triggers, type FieldName } from './rule-fields.js'
import { timedFields, type Timing } from './timing.js'
import type { FileRule } from './write-rule-file.js'

export const mostRulesInFile = 500

const operators: readonly Operator[] = [...new Set(Object.values(operatorsOf).flat())]

/**
 * Reads what {@link writeRuleFile} wrote, here or on another desk. Whatever is not as it should be is told with
 * its place, all of it at once; what the rules themselves say is checked when they are saved.
 */
export function readRuleFile (text: string, choices: RuleChoices): { rules: FileRule[], troubles: FileTrouble[] } {
  const reader = new FileReader()
  const file = reader.object(reader.parse(text), '', ['rules'])
  const rules = reader.list(file.rules, 'rules', mostRulesInFile).map((rule, place) => readRule(reader, rule, `rules[${place + 1}]`, choices))
  return { rules, troubles: reader.troubles }
}

/** Reads one rule as a file holds it; places are told from the rule on: “then[1].team”. */
export function readOneRule (value: unknown, choices: RuleChoices): { rule: FileRule, troubles: FileTrouble[] } {
  const reader = new FileReader()
  return { rule: readRule(reader, value, '', choices), troubles: reader.troubles.map(trouble => ({ ...trouble, at: trouble.at.replace(/^\./, '') })) }
}

/** Reads actions as a file holds them, likewise: “[1].team”. */
export function readActions (values: readonly unknown[], choices: RuleChoices): { actions: Action[], troubles: FileTrouble[] } {
  const reader = new FileReader()
  return { actions: values.map((action, place) => readAction(reader, action, `[${place + 1}]`, choices)), troubles: reader.troubles }
}

function readRule (reader: FileReader, value: unknown, at: string, choices: RuleChoices): FileRule {
  const rule = reader.object(value, at, ['name', 'when', 'time', 'silentMinutes', 'if', 'then', 'stops', 'inUse'])
  return {
    name: reader.text(rule.name, `${at}.name`),
    trigger: reader.choice(rule.when, `${at}.when`, triggers),
    timing: rule.time !== undefined ? readTiming(reader, rule.time, `${at}.time`, choices) : rule.silentMinutes === undefined ? null : { span: `${reader.number(rule.silentMinutes, `${at}.silentMinutes`)} minutes`, side: 'after', of: 'active_at' },
    conditions: rule.if === undefined ? { match: 'all', parts: [] } : readGroup(reader, rule.if, `${at}.if`, choices, 1),
    actions: reader.list(rule.then, `${at}.then`, 50).map((action, place) => readAction(reader, action, `${at}.then[${place + 1}]`, choices)),
    stops: reader.flag(rule.stops ?? false, `${at}.stops`),
    isActive: reader.flag(rule.inUse ?? true, `${at}.inUse`)
  }
}

function readTiming (reader: FileReader, value: unknown, at: string, choices: RuleChoices): Timing {
  const timing = reader.object(value, at, ['span', 'side', 'of', 'question'])
  return {
    span: reader.text(timing.span, `${at}.span`), side: reader.choice(timing.side, `${at}.side`, ['after', 'before'] as const),
    of: timing.question === undefined ? reader.choice(timing.of, `${at}.of`, timedFields) : `question.${readName(reader, timing.question, `${at}.question`, 'question', choices)}`
  }
}

function readGroup (reader: FileReader, value: unknown, at: string, choices: RuleChoices, depth: number): Group {
  const group = reader.object(value, at, ['all', 'any'])
  const match = group.any === undefined ? 'all' : 'any'
  if (depth > groupLimits.depth) reader.trouble(at, 'rules.file.too_deep', { limit: groupLimits.depth })
  if (depth > groupLimits.depth || (group.all !== undefined && group.any !== undefined)) return { match, parts: [] }
  return { match, parts: reader.list(group[match], `${at}.${match}`, groupLimits.conditions).map((part, place) => readPart(reader, part, `${at}.${match}[${place + 1}]`, choices, depth)) }
}

function readPart (reader: FileReader, value: unknown, at: string, choices: RuleChoices, depth: number): Condition | Group {
  const isGroup = typeof value === 'object' && value !== null && ('all' in value || 'any' in value)
  return isGroup ? readGroup(reader, value, at, choices, depth + 1) : readCondition(reader, value, at, choices)
}

function readCondition (reader: FileReader, value: unknown, at: string, choices: RuleChoices): Condition {
  const condition = reader.object(value, at, ['field', 'question', 'is', 'value'])
  const field = condition.question === undefined ? reader.text(condition.field, `${at}.field`) as FieldName : `question.${readName(reader, condition.question, `${at}.question`, 'question', choices)}` as const
  const operator = reader.choice(condition.is, `${at}.is`, operators)
  const wanted = bareOperators.has(operator) && condition.value === undefined ? [] : reader.texts(condition.value, `${at}.value`)
  return { field, operator, value: wanted.map((each, place) => comparandOf(operator) === 'hours' ? String(readName(reader, each, `${at}.value[${place + 1}]`, 'schedule', choices)) : readValue(reader, field, each, `${at}.value[${place + 1}]`, choices)) }
}

function readValue (reader: FileReader, field: string, value: string, at: string, choices: RuleChoices): string {
  const thing = namedFields[field]
  if (thing !== undefined) return String(readName(reader, value, at, thing, choices))
  return field === 'priority' ? String(priorityNames.indexOf(reader.choice(value, at, priorityNames)) + 1) : value
}

function readAction (reader: FileReader, value: unknown, at: string, choices: RuleChoices): Action {
  const kinds = Object.keys(actionParts) as Array<keyof typeof actionParts>
  const kind = reader.choice((value as { do?: unknown } | null)?.do, `${at}.do`, kinds)
  const parts = actionParts[kind]
  const action = reader.object(value, at, ['do', ...parts.map(([inFile]) => inFile)])
  return { kind, ...Object.fromEntries(parts.map(([inFile, inRule, part]) => [inRule, readActionPart(reader, action[inFile], `${at}.${inFile}`, part, choices)])) } as Action
}

function readActionPart (reader: FileReader, value: unknown, at: string, kind: PartKind, choices: RuleChoices): unknown {
  switch (kind) {
    case 'text': return reader.text(value, at)
    case 'texts': return reader.texts(value, at)
    case 'priority': return priorityNames.indexOf(reader.choice(value, at, priorityNames)) + 1
    case 'teamOrNobody': return value === null ? null : readName(reader, value, at, 'team', choices)
    case 'agentOrNobody': return value === null ? null : readName(reader, value, at, 'agent', choices)
    default: return typeof kind === 'string' ? readName(reader, value, at, kind, choices) : reader.choice(value, at, kind)
  }
}

function readName (reader: FileReader, value: unknown, at: string, thing: Parameters<typeof idIn>[1], choices: RuleChoices): number {
  const name = reader.text(value, at)
  const id = idIn(choices, thing, name)
  if (id === null && name !== '') reader.trouble(at, `rules.file.no_${thing}`, { name })
  return id ?? 0
}
