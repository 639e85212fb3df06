import type { EntityManager } from 'typeorm'
import { insertRow } from '../../platform/database/insert-row.js'
import type { Decision } from '../decide.js'
import { RuleHit } from '../rule-hit.entity.js'
import { RuleRun } from '../rule-run.entity.js'
import { linesOf } from '../run-lines.js'

/**
 * Keeps what the rules said of one event, in the transaction that does it. Returns false when they spoke of
 * it before: a job may run twice.
 */
export async function keepRun (manager: EntityManager, ticketId: number, causeKey: string, decision: Decision, at: Date): Promise<boolean> {
  if (await manager.existsBy(RuleRun, { causeKey })) return false
  await insertRow(manager, RuleRun, Object.assign(new RuleRun(), { ticketId, causeKey, lines: linesOf(decision), at }))
  const hits = decision.verdicts.filter(({ holds }) => holds).map(({ ruleId }) => ({ ruleId, ticketId, at }))
  if (hits.length > 0) await manager.insert(RuleHit, hits)
  return true
}
