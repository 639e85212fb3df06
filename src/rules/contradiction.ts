import type { Action } from './action.js'
import { isGroup, type Condition, type Group } from './condition.js'
import { plain, type Operator } from './operators.js'
import { fieldSetBy } from './sets.js'

/** Whether conditions can never hold together, whatever a ticket is like. Says no when in doubt. */
export function neverHolds (group: Group, given: readonly Condition[] = []): boolean {
  const { match, parts } = group
  if (match === 'any') return parts.length > 0 && parts.every(part => isGroup(part) ? neverHolds(part, given) : given.some(each => clash(each, part)))
  const required = [...given, ...requiredOf(group)]
  return required.some((one, place) => required.slice(place + 1).some(other => clash(one, other))) || parts.some(part => isGroup(part) && neverHolds(part, required))
}

/** The conditions that must all hold for a group to hold. */
export function requiredOf ({ match, parts }: Group): Condition[] {
  if (match === 'any' && parts.length > 1) return []
  return parts.flatMap(part => isGroup(part) ? requiredOf(part) : [part])
}

/** An operator and the one that says the opposite of the same values. */
const opposites: ReadonlyArray<readonly [Operator, Operator]> = [
  ['is', 'is_not'], ['one_of', 'none_of'], ['contains', 'contains_not'], ['starts', 'starts_not'], ['ends', 'ends_not'], ['has_one', 'has_none']
]
const unlikeEmpty: ReadonlySet<Operator> = new Set<Operator>(['filled', 'is', 'one_of', 'contains', 'starts', 'ends', 'has_one', 'has_all', 'greater', 'less', 'changed_to', 'older', 'newer', 'within', 'later', 'past', 'ahead', 'before', 'on', 'after', 'in_hours', 'out_hours'])

/** Whether two conditions about one field exclude each other. */
function clash (one: Condition, other: Condition): boolean {
  return one.field === other.field && (excludes(one, other) || excludes(other, one))
}

function excludes (one: Condition, other: Condition): boolean {
  const pair = `${one.operator} ${other.operator}`
  if (one.operator === 'empty') return unlikeEmpty.has(other.operator)
  if (opposites.some(([yes, no]) => pair === `${yes} ${no}`)) return one.value.length > 0 && within(one.value, other.value)
  switch (pair) {
    case 'yes no': case 'past ahead': case 'past later': case 'older ahead': case 'older later': case 'older within': case 'newer later': case 'newer ahead': return true
    case 'in_hours out_hours': return one.value.join() === other.value.join()
    case 'after before': case 'after on': case 'on before': return one.value.length > 0 && one.value.toSorted()[0]! >= (other.value.toSorted().at(-1) ?? '')
    case 'is is': case 'one_of one_of': return !one.value.map(number).some(each => other.value.map(number).includes(each))
    case 'matches matches_not': return one.value.length > 0 && one.value.every(each => other.value.includes(each))
    case 'has_all has_none': return one.value.map(plain).some(each => other.value.map(plain).includes(each))
    case 'greater less': return Number(one.value[0]) >= Number(other.value[0])
    default: return false
  }
}

const within = (some: string[], all: string[]): boolean => some.map(plain).every(each => all.map(plain).includes(each))

/** Two ways to write a number are one number. */
const number = (text: string): string => text.trim() !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : plain(text)

/** The place of the first action that another before it forbids: it sets the same thing, takes away what was given, or comes on top of a refusal. */
export function findContradiction (actions: readonly Action[]): number | null {
  const place = actions.findIndex((action, index) => actions.slice(0, index).some(earlier => forbids(earlier, action)))
  return place === -1 ? null : place
}

function forbids (earlier: Action, later: Action): boolean {
  if (earlier.kind === 'reject' || later.kind === 'reject') return true
  if (refersInVain(earlier, later) || refersInVain(later, earlier)) return true
  if ((earlier.kind === 'trash' || earlier.kind === 'close') && (later.kind === 'trash' || later.kind === 'close')) return true
  if ((earlier.kind === 'add_tags' && later.kind === 'remove_tags') || (earlier.kind === 'remove_tags' && later.kind === 'add_tags')) return earlier.tags.some(tag => later.tags.includes(tag))
  const [one, other] = [fieldSetBy(earlier), fieldSetBy(later)]
  return one !== null && one.field === other?.field
}

/** A ticket is not referred to the department that it is moved to, and what is closed or binned is referred to nobody. */
function refersInVain (refers: Action, other: Action): boolean {
  if (refers.kind === 'refer_to_department' && other.kind === 'set_department') return refers.departmentId === other.departmentId
  return refers.kind.startsWith('refer_to_') && (other.kind === 'close' || other.kind === 'trash')
}
