import type { Action } from './action.js'
import type { Condition, ConditionVerdict, GroupVerdict } from './condition.js'
import type { Decision } from './decide.js'

/** What one rule said, short enough to be kept with every ticket. */
export interface RunLine {
  ruleId: number
  /** As it was called then. */
  name: string
  holds: boolean
  /** The conditions that decided: those that held, or the first that did not, with what was there. */
  because: Array<{ condition: Condition, seen: string }>
  wanted: Action[]
  /** What it wanted and a rule further down decided otherwise, with that rule's name. */
  overruled?: Array<{ action: Action, by: string }>
}

const longestSeen = 80

/** The first half of a character beyond the 65,536 of old, left when a text is cut in the middle of it. */
const halfCharacter = /[\uD800-\uDBFF]$/

/** Cuts a decision down to what a person needs to understand it. */
export function linesOf ({ verdicts, effects, overruled }: Decision): RunLine[] {
  const nameOf = (id: number) => verdicts.find(({ ruleId }) => ruleId === id)?.name ?? ''
  return verdicts.map(({ ruleId, name, holds, why }) => ({
    ruleId,
    name,
    holds,
    because: deciding(why).slice(0, holds ? 10 : 1).map(({ condition, seen }) => ({ condition, seen: excerpt(seen) })),
    wanted: effects.filter(effect => effect.ruleId === ruleId).map(({ action }) => action),
    ...overruledIn(overruled.filter(wish => wish.ruleId === ruleId).map(({ action, by }) => ({ action, by: nameOf(by) })))
  }))
}

/** Most rules are not overruled, and their lines stay short. */
const overruledIn = (overruled: NonNullable<RunLine['overruled']>): Pick<RunLine, 'overruled'> => overruled.length === 0 ? {} : { overruled }

/** Those conditions of a group that turned out as the group did. */
function deciding (group: GroupVerdict): ConditionVerdict[] {
  return group.parts.filter(part => part.holds === group.holds).flatMap(part => 'parts' in part ? deciding(part) : [part])
}

function excerpt (seen: ConditionVerdict['seen']): string {
  const text = seen === null ? '' : Array.isArray(seen) ? seen.join(', ') : String(seen)
  if (text.length <= longestSeen) return text
  return `${text.slice(0, longestSeen).replace(halfCharacter, '')}…`
}
