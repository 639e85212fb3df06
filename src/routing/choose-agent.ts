import type { EntityManager } from 'typeorm'
import type { Strategy } from '../departments/choices.js'
import type { Context } from '../platform/context.js'
import type { Reader } from '../platform/database/database.js'
import { keyOf, planSteps, turnOwnersOf, type ReturnTerms, type Route, type Routed } from './route.js'
import { findRoute } from './route.queries.js'
import type { RoutingDecision } from './routing-decision.js'
import { holdChosen, holdTurn, noteTurn, readTurn, type TurnOwner } from './turns.js'
import { findUsual, walkRoute, type Walk } from './walk-route.js'

export interface Wanted {
  /** What a rule asks for in place of what the topic, team or department says. */
  way?: Strategy | null
  /** Had the ticket until now and did not touch it: passed over. */
  leftById?: number | null
  /** Has just been relieved of the ticket: passed over. */
  takenFromId?: number | null
}

/** Who was chosen, and what the department says about tickets that nobody touches, which was read with its way. */
export interface AgentChoice extends RoutingDecision { returnTerms: ReturnTerms }

/**
 * Chooses who gets a ticket, among those who work in its department and are in its team, and says who was asked
 * on the way: whom the requester knows, if the department wants that, then by the strategy, then whoever the
 * department names for when nobody is free.
 *
 * Whose turn it is stays held until the caller's transaction ends, so that parallel requests take their turns
 * one after the other, and each counts the open tickets that the one before has given. So it is taken last, after
 * all that can be read without it. The chosen agent is held too: who is switched off, goes away or leaves at this
 * moment either was not chosen, or has the ticket first.
 */
export async function chooseAgent ({ clock }: Pick<Context, 'clock'>, manager: EntityManager, routed: Routed, { way = null, ...passedOver }: Wanted = {}): Promise<AgentChoice> {
  const route = await findRoute(manager, routed, way)
  const at = { manager, now: clock.now() }
  let usual = await findUsual(at, route)
  const lastTurns = await holdTurns(manager, route)
  const walk: Walk = { ...at, routed, ...passedOver, lastTurn: async owner => lastTurns.get(keyOf(owner)) ?? null }

  // Each round after the first means that somebody has just saved a change to the agent whom the one before chose.
  for (;;) {
    const { decision, chosen, owner } = await walkRoute(walk, route, usual)
    if (chosen === null || await take(manager, chosen, owner)) return { ...decision, returnTerms: route.returnTerms }
    usual = await findUsual(at, route)
  }
}

/** Who would get a ticket now, and why, without taking a turn. */
export async function previewChoice ({ clock }: Pick<Context, 'clock'>, reader: Reader, routed: Routed): Promise<{ route: Route, decision: RoutingDecision }> {
  const route = await findRoute(reader, routed)
  const at = { manager: reader, now: clock.now() }
  const { decision } = await walkRoute({ ...at, routed, lastTurn: async owner => readTurn(reader, owner) }, route, await findUsual(at, route))
  return { route, decision }
}

/** The turns of every step that may come are held before the first, in one order for all. */
async function holdTurns (manager: EntityManager, route: Route): Promise<Map<string, number | null>> {
  const held = new Map<string, number | null>()
  for (const owner of turnOwnersOf(planSteps(route), route)) held.set(keyOf(owner), await holdTurn(manager, owner))
  return held
}

async function take (manager: EntityManager, { agentId, routingVersion = 0 }: { agentId: number, routingVersion?: number }, owner: TurnOwner | null): Promise<boolean> {
  const chosen = { agentId, routingVersion }
  return owner === null ? holdChosen(manager, chosen) : noteTurn(manager, owner, chosen)
}
