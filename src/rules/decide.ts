import type { Action } from './action.js'
import { judge, type Facts, type Group, type GroupVerdict } from './condition.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

/** A rule as far as deciding goes. */
export interface DecidingRule { id: number, name: string, conditions: Group, actions: Action[], stops: boolean }

export interface RuleVerdict { ruleId: number, name: string, holds: boolean, why: GroupVerdict }

export interface Decision {
  /** Every rule that was asked, in order. Rules after one that stops were not. */
  verdicts: RuleVerdict[]
  /** What is to be done, in order, and which rule wants it. */
  effects: Array<{ ruleId: number, action: Action }>
  stoppedBy: number | null
}

/**
 * What rules want done about one event. Pure: the same rules and facts always decide the same, so a trial
 * says what the real run will do.
 *
 * Each rule is asked once, in order, and sees what the rules before it set. Nothing is asked again, so rules
 * cannot chase each other.
 */
export function decide (rules: readonly DecidingRule[], facts: Facts): Decision {
  const values = new Map(facts.values)
  const decision: Decision = { verdicts: [], effects: [], stoppedBy: null }

  for (const { id: ruleId, name, conditions, actions, stops } of rules) {
    const why = judge(conditions, { ...facts, values })
    decision.verdicts.push({ ruleId, name, holds: why.holds, why })
    if (!why.holds) continue

    for (const action of actions) {
      decision.effects.push({ ruleId, action })
      for (const [field, value] of seenAfter(action, values)) values.set(field, value)
    }
    if (!stops && !actions.some(({ kind }) => kind === 'reject')) continue
    decision.stoppedBy = ruleId
    break
  }
  return decision
}

/** What later rules see of an action. */
function seenAfter (action: Action, values: ReadonlyMap<FieldName, FactValue>): Array<[FieldName, FactValue]> {
  const tags = [...[values.get('tags') ?? []].flat()].map(String)
  switch (action.kind) {
    case 'set_priority': return [['priority', String(action.priority)]]
    case 'set_topic': return [['topic', String(action.topicId)]]
    case 'set_department': return [['department', String(action.departmentId)]]
    case 'set_team': return [['team', action.teamId === null ? null : String(action.teamId)]]
    case 'set_agent': return [['assignee', action.agentId === null ? null : String(action.agentId)]]
    case 'set_status': return [['status', String(action.statusId)]]
    case 'add_tags': return [['tags', [...new Set([...tags, ...action.tags])]]]
    case 'remove_tags': return [['tags', tags.filter(tag => !action.tags.includes(tag))]]
    default: return []
  }
}
