import { second } from '../platform/clock.js'
import type { Transactor } from '../platform/database/database.js'
import { listActiveRules } from './rule.queries.js'
import type { Rule } from './rule.entity.js'
import type { Trigger } from './rule-fields.js'

interface Kept { at: number, rules: Promise<Rule[]> }

const keptBy = new WeakMap<Transactor, Map<Trigger, Kept>>()

/** The rules in force, at most a second late: every new ticket asks them, and an admin changes them now and then. */
export async function recentRules (db: Transactor, trigger: Trigger): Promise<Rule[]> {
  const kept = keptBy.get(db) ?? new Map<Trigger, Kept>()
  keptBy.set(db, kept)
  const at = performance.now()
  const known = kept.get(trigger)
  if (known !== undefined && at - known.at < second) return known.rules

  const rules = listActiveRules(db.read, trigger)
  kept.set(trigger, { at, rules })
  rules.catch(() => kept.delete(trigger))
  return rules
}

/** Makes a change of the rules count at once in this process. */
export function forgetRules (db: Transactor): void {
  keptBy.delete(db)
}
