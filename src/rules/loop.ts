import type { Action } from './action.js'
import type { Group } from './condition.js'
import { requiredOf } from './contradiction.js'
import { fieldSetBy } from './sets.js'

/** A rule as far as going round in circles goes. */
export interface LoopingRule { id: number, name: string, conditions: Group, actions: readonly Action[] }

/** A rule takes a field from a value that it asks for to one that it sets. */
interface Step { name: string, field: string, from: string, to: string }

const none = ''

/**
 * The rules that lead back to where a rule began: it sets what one of them asks for, and so on until one sets
 * what it asks for itself. Null when there are none.
 */
export function findLoop (rule: LoopingRule, others: readonly LoopingRule[]): string[] | null {
  const ways = others.filter(({ id }) => id !== rule.id).flatMap(stepsOf)
  for (const step of stepsOf(rule)) {
    const back = wayBack(step, ways)
    if (back !== null) return back
  }
  return null
}

function wayBack ({ field, from, to }: Step, ways: readonly Step[]): string[] | null {
  const reached = new Map<string, string[]>([[to, []]])
  for (const [value, names] of reached) {
    if (value === from) return names
    for (const way of ways) if (way.field === field && way.from === value && !reached.has(way.to)) reached.set(way.to, [...names, way.name])
  }
  return null
}

function stepsOf ({ name, conditions, actions }: LoopingRule): Step[] {
  const required = requiredOf(conditions)
  return actions.flatMap((action): Step[] => {
    if (action.kind === 'add_tags') return action.tags.filter(tag => required.some(each => each.field === 'tags' && each.operator === 'has_none' && each.value.includes(tag))).map(tag => ({ name, field: `tag ${tag}`, from: 'no', to: 'yes' }))
    if (action.kind === 'remove_tags') return action.tags.filter(tag => required.some(each => each.field === 'tags' && (each.operator === 'has_all' || each.operator === 'has_one') && each.value.includes(tag))).map(tag => ({ name, field: `tag ${tag}`, from: 'yes', to: 'no' }))
    const set = fieldSetBy(action)
    if (set === null) return []
    const asked = required.filter(({ field }) => field === set.field).flatMap(({ operator, value }) => operator === 'one_of' || operator === 'changed_to' ? value : operator === 'empty' ? [none] : [])
    return asked.filter(from => from !== (set.value ?? none)).map(from => ({ name, field: set.field, from, to: set.value ?? none }))
  })
}
