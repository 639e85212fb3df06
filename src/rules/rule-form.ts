import { actionPlaces, type Action, type ActionKind, type Place } from './action.js'
import { isGroup, type Condition, type Group } from './condition.js'
import { operatorsOf, type Operator } from './operators.js'
import type { RuleValues } from './rule-values.js'
import { kindOf, triggers, type FieldKind, type FieldName } from './rule-fields.js'

export type Typed = Record<string, string | string[]>

/** A rule as its page shows it: groups of conditions, and actions. */
export interface RuleDraft extends Omit<RuleValues, 'conditions'> {
  match: Group['match']
  groups: Array<{ match: Group['match'], conditions: Condition[] }>
}

/** Conditions that stand beside groups become a group of their own, which means the same. */
export function draftOf ({ conditions: { match, parts }, ...rule }: RuleValues): RuleDraft {
  const loose = parts.filter((part): part is Condition => !isGroup(part))
  const groups = parts.filter(isGroup).map(group => ({ match: group.match, conditions: group.parts.filter((part): part is Condition => !isGroup(part)) }))
  return { ...rule, match, groups: loose.length > 0 || groups.length === 0 ? [{ match, conditions: loose }, ...groups] : groups }
}

export function formOf ({ match, groups, ...rule }: RuleDraft): RuleValues {
  const [only] = groups
  if (groups.length === 1 && only !== undefined) return { ...rule, conditions: { match: only.match, parts: only.conditions } }
  return { ...rule, conditions: { match, parts: groups.filter(({ conditions }) => conditions.length > 0).map(group => ({ match: group.match, parts: group.conditions })) } }
}

const one = (typed: Typed, name: string): string => String([typed[name] ?? ''].flat()[0] ?? '')
const matchOf = (typed: Typed, name: string): Group['match'] => one(typed, name) === 'any' ? 'any' : 'all'
const linesOf = (typed: Typed, name: string): string[] => [typed[name] ?? []].flat().flatMap(text => text.split('\n')).map(line => line.trim()).filter(line => line !== '')

/** Reads the page's form: `g0.c1.operator` is the operator of the second condition of the first group. */
export function readDraft (typed: Typed): RuleDraft {
  const count = (name: string): number => Math.min(60, Number(one(typed, name)) || 0)
  const hours = Number(one(typed, 'delay').replace(',', '.'))
  return {
    name: one(typed, 'name'),
    trigger: triggers.find(trigger => trigger === one(typed, 'trigger')) ?? 'created',
    match: matchOf(typed, 'match'),
    groups: Array.from({ length: Math.max(1, count('groups')) }, (_each, group) => ({
      match: matchOf(typed, `g${group}.match`),
      conditions: Array.from({ length: count(`g${group}.count`) }, (_each, place) => readCondition(typed, `g${group}.c${place}`))
    })),
    actions: Array.from({ length: count('actions') }, (_each, place) => readAction(typed, `a${place}`)),
    stops: typed.stops !== undefined,
    delayMinutes: one(typed, 'delay').trim() === '' || Number.isNaN(hours) ? null : Math.round(hours * 60)
  }
}

function readCondition (typed: Typed, name: string): Condition {
  return { field: one(typed, `${name}.field`) as FieldName, operator: one(typed, `${name}.operator`) as Operator, value: linesOf(typed, `${name}.value`) }
}

function readAction (typed: Typed, name: string): Action {
  const value = one(typed, `${name}.value`)
  return actionOf(one(typed, `${name}.kind`) as ActionKind, value, { outcome: one(typed, `${name}.outcome`), to: one(typed, `${name}.to`), subject: one(typed, `${name}.subject`) })
}

const idOf = (text: string): number => /^\d{1,9}$/.test(text) ? Number(text) : 0
const addressesOf = (text: string): string[] => [...new Set(text.toLowerCase().split(/[\s,;]+/).filter(address => address !== ''))]
const tagsOf = (text: string): string[] => text.toLowerCase().split(/[\s,]+/).map(tag => tag.replace(/[^\p{L}\p{N}-]/gu, '').slice(0, 40)).filter(tag => tag !== '')

function actionOf (kind: ActionKind, value: string, { outcome = '', to = '', subject = '' } = {}): Action {
  switch (kind) {
    case 'set_priority': return { kind, priority: ([1, 2, 3, 4] as const).find(priority => String(priority) === value) ?? 2 }
    case 'set_topic': return { kind, topicId: idOf(value) }
    case 'set_department': return { kind, departmentId: idOf(value) }
    case 'set_team': return { kind, teamId: idOf(value) || null }
    case 'set_agent': return { kind, agentId: idOf(value) || null }
    case 'set_sla': return { kind, policyId: idOf(value) }
    case 'set_status': return { kind, statusId: idOf(value) }
    case 'add_tags': case 'remove_tags': return { kind, tags: tagsOf(value) }
    case 'add_participant': return { kind, email: value.trim() }
    case 'note': return { kind, text: value.slice(0, 20_000) }
    case 'reply': return { kind, text: value.slice(0, 20_000), outcome: (['open', 'waiting', 'resolved'] as const).find(each => each === outcome) ?? 'waiting' }
    case 'send_mail': return { kind, to: addressesOf(to), subject: subject.trim().slice(0, 200), text: value.slice(0, 20_000) }
    case 'silence': return { kind, whom: value === 'agents' ? 'agents' : 'requester' }
    case 'reject': return { kind, reason: value.trim().slice(0, 300) }
    case 'use_reply_to': case 'close': case 'trash': return { kind }
  }
}

/**
 * What a button of the page other than “save” asks for: `add-condition:0`, `remove-condition:0.1`,
 * `add-group`, `remove-group:1`, `add-action`, `remove-action:2`. Anything else leaves the draft as it is.
 */
export function changeDraft (draft: RuleDraft, act: string, typed: Typed, questionKinds: ReadonlyMap<number, FieldKind>): RuleDraft {
  const [verb, at = ''] = act.split(':')
  const [group = -1, place = -1] = at.split('.').map(Number)
  switch (verb) {
    case 'add-condition': return withGroup(draft, group, conditions => [...conditions, ...newCondition(typed, group, questionKinds)])
    case 'remove-condition': return withGroup(draft, group, conditions => conditions.filter((_each, index) => index !== place))
    case 'add-group': return { ...draft, groups: [...draft.groups, { match: 'all', conditions: [] }] }
    case 'remove-group': return draft.groups.length === 1 ? draft : { ...draft, groups: draft.groups.filter((_each, index) => index !== group) }
    case 'add-action': return { ...draft, actions: [...draft.actions, ...newAction(one(typed, 'newAction'))] }
    case 'remove-action': return { ...draft, actions: draft.actions.filter((_each, index) => index !== group) }
    default: return draft
  }
}

function withGroup (draft: RuleDraft, group: number, change: (conditions: Condition[]) => Condition[]): RuleDraft {
  return { ...draft, groups: draft.groups.map((each, index) => index === group ? { ...each, conditions: change(each.conditions) } : each) }
}

function newCondition (typed: Typed, group: number, questionKinds: ReadonlyMap<number, FieldKind>): Condition[] {
  const header = one(typed, `g${group}.header`).trim().toLowerCase()
  const field = header === '' ? one(typed, `g${group}.new`) : `header.${header}`
  const kind = kindOf(field, questionKinds)
  return kind === null ? [] : [{ field: field as FieldName, operator: operatorsOf[kind][0], value: [] }]
}

const newAction = (kind: string): Action[] => Object.hasOwn(actionPlaces, kind) ? [actionOf(kind as ActionKind, '')] : []

/** The actions that make sense in a place. */
export function actionsFor (place: Place): ActionKind[] {
  return (Object.keys(actionPlaces) as ActionKind[]).filter(kind => actionPlaces[kind].includes(place))
}
