import { second } from '../platform/clock.js'
import type { Reader, Transactor } from '../platform/database/database.js'
import { listActiveRules } from './rule.queries.js'
import type { Rule } from './rule.entity.js'
import type { Trigger } from './rule-fields.js'

interface Kept { at: number, rules: Rule[] }

const keptBy = new WeakMap<Transactor, Map<Trigger, Kept>>()

/**
 * The rules in force, at most a second late: every new ticket asks them, and an admin changes them now and then.
 *
 * Inside a transaction `reader` is its manager: waiting there for another connection could wait for ever, when
 * all of them are held by transactions that wait for one.
 */
export async function recentRules (db: Transactor, reader: Pick<Reader, 'find'>, trigger: Trigger): Promise<Rule[]> {
  const known = keptBy.get(db)?.get(trigger)
  const at = performance.now()
  if (known !== undefined && at - known.at < second) return known.rules

  const rules = await listActiveRules(reader, trigger)
  const kept = keptBy.get(db) ?? new Map<Trigger, Kept>()
  keptBy.set(db, kept.set(trigger, { at, rules }))
  return rules
}

/** Makes a change of the rules count at once in this process. */
export function forgetRules (db: Transactor): void {
  keptBy.delete(db)
}
