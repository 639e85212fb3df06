import { after, day } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import type { DecidingRule } from '../decide.js'
import { dryRun, type Judged } from '../dry-run.queries.js'
import { pastDays } from '../past-days.js'
import { listActiveRules } from '../rule.queries.js'
import type { RuleValues } from '../rule-values.js'
import { checkRule } from './save-rule.js'

/** So many occasions are asked about, the newest first; the page says when there were more. */
const mostAsked = 10_000
const mostShown = 100

export interface PastTrial {
  /** The rule's id in the decisions: 0 for one that is not saved yet. */
  ruleId: number
  asked: number
  held: number
  isCut: boolean
  /** The newest occasions on which it held. */
  shown: Judged[]
}

/**
 * Asks a rule as it is written now, among those in use, about what happened in the last days. Nothing is
 * written and nobody is told. @throws InvalidFields
 */
export async function tryOnPast (ctx: Context, id: number, form: RuleValues): Promise<PastTrial> {
  const rule = { id, ...await checkRule(ctx, form, id) }
  const rules = placed(rule, await listActiveRules(ctx.db.read, rule.trigger))
  const now = ctx.clock.now()
  const trial: PastTrial = { ruleId: id, asked: 0, held: 0, isCut: false, shown: [] }
  for await (const judged of dryRun(ctx.db.read, rules, rule, after(now, -pastDays * day), now)) {
    if (trial.asked === mostAsked) return { ...trial, isCut: true }
    trial.asked += 1
    if (!judged.decision.verdicts.some(({ ruleId, holds }) => holds && ruleId === id)) continue
    trial.held += 1
    if (trial.shown.length < mostShown) trial.shown.push(judged)
  }
  return trial
}

/** A rule of time is asked alone; any other in its place among the rest, or after them when it has none yet. */
function placed (rule: DecidingRule & Pick<RuleValues, 'trigger'>, active: readonly DecidingRule[]): DecidingRule[] {
  if (rule.trigger === 'time') return [rule]
  return active.some(({ id }) => id === rule.id) ? active.map(each => each.id === rule.id ? rule : each) : [...active, rule]
}
