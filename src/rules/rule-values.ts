import type { Action } from './action.js'
import type { Group } from './condition.js'
import type { Trigger } from './rule-fields.js'
import type { Timing } from './timing.js'

/** What an admin decides about a rule. */
export interface RuleValues {
  name: string
  trigger: Trigger
  conditions: Group
  actions: Action[]
  stops: boolean
  /** For rules of time, and null for all others. */
  timing: Timing | null
}
