import { actionPlaces, routeWays, type Action, type ActionKind, type Place } from './action.js'
import { isGroup, type Condition, type Group } from './condition.js'
import { mailRoles } from './mail-roles.js'
import { comparandOf, operatorsOf, type Comparand, type Operator } from './operators.js'
import type { RuleValues } from './rule-values.js'
import { kindOf, triggers, type FieldKind, type FieldName } from './rule-fields.js'
import type { TimedField } from './timing.js'

/** The name of the outermost group on the page. */
export const rootGroup = 'g'

export type Typed = Record<string, string | string[]>

const one = (typed: Typed, name: string): string => String([typed[name] ?? ''].flat()[0] ?? '')
const matchOf = (typed: Typed, name: string): Group['match'] => one(typed, name) === 'any' ? 'any' : 'all'
const linesOf = (typed: Typed, name: string): string[] => [typed[name] ?? []].flat().flatMap(text => text.split('\n')).map(line => line.trim()).filter(line => line !== '')

/** More parts than a form of ours can have. */
const mostParts = 60

/**
 * Reads the page's form: `g.1.operator` is the operator of the second part of the conditions, and `g.0.2.value`
 * the value of the third part of the group that comes first.
 */
export function readDraft (typed: Typed): RuleValues {
  const trigger = triggers.find(trigger => trigger === one(typed, 'trigger')) ?? 'created'
  return {
    name: one(typed, 'name'),
    trigger,
    conditions: readGroup(typed, rootGroup, { parts: mostParts }),
    actions: Array.from({ length: countOf(typed, 'actions') }, (_each, place) => readAction(typed, `a${place}`)),
    stops: typed.stops !== undefined,
    timing: trigger === 'time' ? { span: readTypedSpan(typed, 'timing'), side: one(typed, 'timing.side') === 'before' ? 'before' : 'after', of: one(typed, 'timing.of') as TimedField } : null
  }
}

const countOf = (typed: Typed, name: string): number => Math.max(0, Math.min(mostParts, Math.trunc(Number(one(typed, name))) || 0))

function readGroup (typed: Typed, path: string, left: { parts: number }): Group {
  const parts: Group['parts'] = []
  for (let place = 0; place < countOf(typed, `${path}.count`) && left.parts > 0; place += 1) {
    left.parts -= 1
    const name = `${path}.${place}`
    parts.push(typed[`${name}.field`] === undefined ? readGroup(typed, name, left) : readCondition(typed, name))
  }
  return { match: matchOf(typed, `${path}.match`), parts }
}

function readCondition (typed: Typed, name: string): Condition {
  const operator = one(typed, `${name}.operator`) as Operator
  return { field: one(typed, `${name}.field`) as FieldName, operator, value: readValue(typed, name, comparandOf(operator)) }
}

/** What a condition is compared with, from the controls that its operator takes. */
function readValue (typed: Typed, name: string, comparand: Comparand): string[] {
  const filled = (text: string): string[] => text === '' ? [] : [text]
  switch (comparand) {
    case 'nothing': return []
    case 'span': return filled(readTypedSpan(typed, name))
    case 'day': return filled(one(typed, `${name}.day`).trim())
    case 'hours': return filled(one(typed, `${name}.hours`))
    case 'words': return linesOf(typed, `${name}.value`)
  }
}

/** “2,5” and a unit; nothing when no number was typed. */
export function readTypedSpan (typed: Typed, name: string): string {
  const amount = one(typed, `${name}.amount`).trim().replace(',', '.')
  return amount === '' ? '' : `${amount} ${one(typed, `${name}.unit`)}`
}

function readAction (typed: Typed, name: string): Action {
  const value = one(typed, `${name}.value`)
  return actionOf(one(typed, `${name}.kind`) as ActionKind, value, { outcome: one(typed, `${name}.outcome`), to: one(typed, `${name}.to`), subject: one(typed, `${name}.subject`), roles: [typed[`${name}.role`] ?? []].flat(), span: readTypedSpan(typed, name), line: one(typed, `${name}.line`) })
}

const idOf = (text: string): number => /^\d{1,9}$/.test(text) ? Number(text) : 0
const addressesOf = (text: string): string[] => [...new Set(text.toLowerCase().split(/[\s,;]+/).filter(address => address !== ''))]
const tagsOf = (text: string): string[] => text.toLowerCase().split(/[\s,]+/).map(tag => tag.replace(/[^\p{L}\p{N}-]/gu, '').slice(0, 40)).filter(tag => tag !== '')

function actionOf (kind: ActionKind, value: string, { outcome = '', to = '', subject = '', roles = [] as string[], span = '', line = '' } = {}): Action {
  switch (kind) {
    case 'set_priority': return { kind, priority: ([1, 2, 3, 4] as const).find(priority => String(priority) === value) ?? 2 }
    case 'set_topic': return { kind, topicId: idOf(value) }
    case 'set_department': return { kind, departmentId: idOf(value) }
    case 'set_team': return { kind, teamId: idOf(value) || null }
    case 'set_agent': return { kind, agentId: idOf(value) || null }
    case 'route': case 'route_anew': return { kind, way: routeWays.find(way => way === value) ?? 'usual' }
    case 'set_sla': return { kind, policyId: idOf(value) }
    case 'set_status': return { kind, statusId: idOf(value) }
    case 'add_tags': case 'remove_tags': return { kind, tags: tagsOf(value) }
    case 'add_tasks': return { kind, tasks: value.split('\n').map(line => line.trim()).filter(line => line !== '') }
    case 'refer_to_department': return { kind, departmentId: idOf(value), reason: line.trim().slice(0, 500) }
    case 'refer_to_team': return { kind, teamId: idOf(value), reason: line.trim().slice(0, 500) }
    case 'refer_to_agent': return { kind, agentId: idOf(value), reason: line.trim().slice(0, 500) }
    case 'add_participant': return { kind, email: value.trim() }
    case 'note': return { kind, text: value.slice(0, 20_000) }
    case 'reply': return { kind, text: value.slice(0, 20_000), outcome: (['open', 'waiting', 'resolved'] as const).find(each => each === outcome) ?? 'waiting' }
    case 'send_mail': return { kind, to: [...mailRoles.filter(role => roles.includes(role)), ...addressesOf(to)], subject: subject.trim().slice(0, 200), text: value.slice(0, 20_000) }
    case 'call_webhook': return { kind, webhookId: idOf(value) }
    case 'set_due': return { kind, span }
    case 'hold': return { kind, span, reason: value.trim().slice(0, 255) }
    case 'set_answer': return { kind, questionId: idOf(value), value: line.trim().slice(0, 500) }
    case 'silence': return { kind, whom: value === 'agents' ? 'agents' : 'requester' }
    case 'reject': return { kind, reason: value.trim().slice(0, 300) }
    case 'use_reply_to': case 'close': case 'trash': return { kind }
  }
}

/**
 * What a button of the page other than “save” asks for: `add-condition:g.0`, `add-group:g`, `remove:g.0.1`,
 * `add-action`, `remove-action:2`. Anything else leaves the draft as it is.
 */
export function changeDraft (draft: RuleValues, act: string, typed: Typed, questionKinds: ReadonlyMap<number, FieldKind>): RuleValues {
  const [verb, at = ''] = act.split(':')
  switch (verb) {
    case 'add-condition': return { ...draft, conditions: changeGroup(draft.conditions, placesOf(at), parts => [...parts, ...newCondition(typed, at, questionKinds)]) }
    case 'add-group': return { ...draft, conditions: changeGroup(draft.conditions, placesOf(at), parts => [...parts, { match: 'any', parts: [] }]) }
    case 'remove': return { ...draft, conditions: changeGroup(draft.conditions, placesOf(at).slice(0, -1), parts => parts.filter((_each, place) => place !== placesOf(at).at(-1))) }
    case 'add-action': return { ...draft, actions: [...draft.actions, ...newAction(one(typed, 'newAction'))] }
    case 'remove-action': return { ...draft, actions: draft.actions.filter((_each, place) => place !== Number(at)) }
    default: return draft
  }
}

/** Where the focus belongs after such a button: what was added, or where the next thing can be. */
export function focusAfter (act: string, { conditions, actions }: RuleValues): string {
  const [verb, at = ''] = act.split(':')
  switch (verb) {
    case 'add-condition': case 'add-group': return `${at}.${partsAt(conditions, placesOf(at)).length - 1}`
    case 'remove': return at.split('.').slice(0, -1).join('.')
    case 'add-action': return `a${actions.length - 1}`
    default: return 'newAction'
  }
}

function partsAt ({ parts }: Group, [place, ...rest]: readonly number[]): Group['parts'] {
  if (place === undefined) return parts
  const part = parts[place]
  return part === undefined || !isGroup(part) ? [] : partsAt(part, rest)
}

/** The way to a part: `g.0.2` is the third part of the first part. */
const placesOf = (path: string): number[] => path.split('.').slice(1).map(Number)

function changeGroup (group: Group, [place, ...rest]: readonly number[], change: (parts: Group['parts']) => Group['parts']): Group {
  if (place === undefined) return { ...group, parts: change(group.parts) }
  return { ...group, parts: group.parts.map((part, index) => index === place && isGroup(part) ? changeGroup(part, rest, change) : part) }
}

/** Conditions without the groups in which nothing stands, which would hold always. */
export function withoutEmptyGroups ({ match, parts }: Group): Group {
  return { match, parts: parts.map(part => isGroup(part) ? withoutEmptyGroups(part) : part).filter(part => !isGroup(part) || part.parts.length > 0) }
}

function newCondition (typed: Typed, group: string, questionKinds: ReadonlyMap<number, FieldKind>): Condition[] {
  const header = one(typed, `${group}.header`).trim().toLowerCase()
  const field = header === '' ? one(typed, `${group}.new`) : `header.${header}`
  const kind = kindOf(field, questionKinds)
  return kind === null ? [] : [{ field: field as FieldName, operator: operatorsOf[kind][0], value: [] }]
}

const newAction = (kind: string): Action[] => Object.hasOwn(actionPlaces, kind) ? [actionOf(kind as ActionKind, '')] : []

/** The actions that make sense in a place. */
export function actionsFor (place: Place): ActionKind[] {
  return (Object.keys(actionPlaces) as ActionKind[]).filter(kind => actionPlaces[kind].includes(place))
}
