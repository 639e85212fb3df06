import type { EntityManager } from 'typeorm'
import type { Context } from '../platform/context.js'
import { decideAgent, type RoutingDecision } from './decide-agent.js'
import { findCandidates, findStrategy } from './routing.queries.js'
import { holdTurn, noteTurn } from './turns.js'

/** Who is not asked this time, though at work. */
export interface PassedOver {
  /** Had the ticket until now and did not touch it. */
  leftById?: number
}

/**
 * Chooses who gets a ticket, among those who work in its department and are in its team: by the team's
 * strategy if it has one, else by the department's. A team that has been switched off is no team.
 *
 * Whose turn it is stays held until the caller's transaction ends, so that parallel requests take their turns
 * one after the other, and each counts the open tickets that the one before has given.
 */
export async function chooseAgent ({ clock }: Pick<Context, 'clock'>, manager: EntityManager, place: { departmentId: number, teamId: number | null }, { leftById }: PassedOver = {}): Promise<RoutingDecision> {
  const { strategy, turnOwner, pool } = await findStrategy(manager, place)
  if (strategy === 'manual') return decideAgent(strategy, [], null)

  const lastAgentId = await holdTurn(manager, turnOwner)
  const candidates = await findCandidates(manager, pool, strategy, clock.now())
  const decision = decideAgent(strategy, candidates.map(candidate => ({ ...candidate, leftIt: candidate.agentId === leftById })), lastAgentId)
  if (decision.winner !== null) await noteTurn(manager, turnOwner, decision.winner.agentId)
  return decision
}
