import type { Action } from './action.js'
import { judge, type Facts, type Group, type GroupVerdict } from './condition.js'
import { fieldSetBy, isSettled, tagsAfter } from './sets.js'

/** A rule as far as deciding goes. */
export interface DecidingRule { id: number, name: string, conditions: Group, actions: Action[], stops: boolean }

export interface RuleVerdict { ruleId: number, name: string, holds: boolean, why: GroupVerdict }

/** What one rule wants done. */
export interface Wish { ruleId: number, action: Action }

export interface Decision {
  /** Every rule that was asked, in order. Rules after one that stops were not. */
  verdicts: RuleVerdict[]
  /** What is to be done, in order, and which rule wants it. */
  effects: Wish[]
  /** What is not done because a rule further down set the same thing, and which one. */
  overruled: Array<Wish & { by: number }>
  stoppedBy: number | null
}

/**
 * What rules want done about one event. Pure: the same rules and facts always decide the same, so a trial
 * says what the real run will do.
 *
 * Each rule is asked once, in order, and sees what the rules before it set. Nothing is asked again, so rules
 * cannot chase each other; of what two of them set, only the last is done.
 */
export function decide (rules: readonly DecidingRule[], facts: Facts): Decision {
  const values = new Map(facts.values)
  const verdicts: RuleVerdict[] = []
  const wishes: Wish[] = []
  let stoppedBy: number | null = null

  for (const { id: ruleId, name, conditions, actions, stops } of rules) {
    const why = judge(conditions, { ...facts, values })
    verdicts.push({ ruleId, name, holds: why.holds, why })
    if (!why.holds) continue

    for (const action of actions) {
      if (isSettled(action, values.get('assignee') ?? null)) continue
      wishes.push({ ruleId, action })
      const set = fieldSetBy(action)
      if (set !== null) values.set(set.field, set.value)
      else if (action.kind === 'add_tags' || action.kind === 'remove_tags') values.set('tags', tagsAfter(action, values.get('tags') ?? null))
    }
    if (!stops && !actions.some(({ kind }) => kind === 'reject')) continue
    stoppedBy = ruleId
    break
  }
  return { verdicts, stoppedBy, ...settled(wishes) }
}

/** Of several wishes that set one field, the last is done. Finding an agent if nobody has the ticket takes it from nobody. */
function settled (wishes: readonly Wish[]): Pick<Decision, 'effects' | 'overruled'> {
  const last = new Map(wishes.flatMap(({ ruleId, action }, place) => action.kind === 'route' ? [] : [fieldSetBy(action)?.field ?? []].flat().map(field => [field, { ruleId, place }] as const)))
  const effects: Wish[] = []
  const overruled: Decision['overruled'] = []
  for (const [place, wish] of wishes.entries()) {
    const field = fieldSetBy(wish.action)?.field
    const final = field === undefined ? undefined : last.get(field)
    if (final === undefined || final.place <= place) effects.push(wish)
    else overruled.push({ ...wish, by: final.ruleId })
  }
  return { effects, overruled }
}
