import type { Reader } from '../platform/database/database.js'
import { askingOf } from './asking.js'
import { decide, type DecidingRule, type Decision } from './decide.js'
import { listOccasions, type Occasion } from './occasions.queries.js'
import type { Trigger } from './rule-fields.js'
import type { Timing } from './timing.js'

export interface Judged extends Occasion { decision: Decision }

/**
 * What rules would have wanted on each occasion since a moment. Reads and nothing else; each decision is the
 * one that the same rules make when they are asked in earnest.
 */
export async function * dryRun (reader: Reader, rules: readonly DecidingRule[], when: { trigger: Trigger, timing: Timing | null }, since: Date, now: Date): AsyncGenerator<Judged> {
  for await (const occasion of listOccasions(reader, askingOf(rules), when, since, now)) yield { ...occasion, decision: decide(rules, occasion.facts) }
}
