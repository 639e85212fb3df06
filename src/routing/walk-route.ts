import type { EntityManager } from 'typeorm'
import { findAccountManager } from '../companies/company.queries.js'
import type { Strategy } from '../departments/choices.js'
import { findCandidates, findWorkers, withOpenTickets } from './candidates.queries.js'
import { decideAgent, decideNamed, type Candidate, type Choice } from './decide-agent.js'
import { findLastAgent, findManager, findNamedAgent, type NamedAgent } from './known-agents.queries.js'
import { planSteps, turnOwnerOf, type Named, type PlannedStep, type Route, type Routed } from './route.js'
import { findDepartmentWay, findSkills, findTeamWay } from './route.queries.js'
import type { RoutingDecision, RoutingStep } from './routing-decision.js'
import type { TurnOwner } from './turns.js'

/** What a walk needs beside the database: the moment, and whose turn it was last. */
export interface Walk {
  manager: Pick<EntityManager, 'query'>
  routed: Routed
  now: Date
  lastTurn: (owner: TurnOwner) => Promise<number | null>
  leftById?: number | null
  takenFromId?: number | null
}

/** A decision with whoever won as he or she was read, for the one who carries it out. */
export interface Walked { decision: RoutingDecision, chosen: Candidate | null, owner: TurnOwner | null }

interface Taken { step: RoutingStep, winner: Candidate | null }

/**
 * Takes the steps of a route one after the other until one finds an agent. Reads and writes nothing, so a
 * preview says what the real choice would do.
 */
export async function walkRoute (walk: Walk, route: Route, usual: UsualSearch): Promise<Walked> {
  const steps: RoutingStep[] = []
  for (const planned of planSteps(route)) {
    const { step, winner } = await takeStep(walk, route, planned, usual)
    steps.push(step)
    if (winner !== null) {
      const decision = { strategy: route.strategy, winner: { agentId: winner.agentId, name: winner.name }, chosenBy: step.kind, steps }
      return { decision, chosen: winner, owner: turnOwnerOf(planned, route) }
    }
  }
  return { decision: { strategy: route.strategy, winner: null, chosenBy: null, steps }, chosen: null, owner: null }
}

/** Those whom the strategy asks, read once for every step that asks among them. */
export interface UsualSearch { skills: Named[], candidates: () => Promise<Candidate[]> }

/**
 * Finds those whom the strategy asks, before anybody's turn is held. How many tickets each of them has is counted
 * when the first step asks, and so under the turn.
 */
export async function findUsual ({ manager, now }: Pick<Walk, 'manager' | 'now'>, { pool, strategy, skillIds }: Route): Promise<UsualSearch> {
  const skills = await findSkills(manager, skillIds)
  const search = { strategy, now, skills }
  const workers = strategy === 'manual' ? null : await findWorkers(manager, pool, search)
  let found: Promise<Candidate[]> | null = null
  const count = async (): Promise<Candidate[]> => withOpenTickets(manager, workers ?? await findWorkers(manager, pool, search), search)
  return { skills, candidates: async () => found ??= count() }
}

async function takeStep (walk: Walk, route: Route, planned: PlannedStep, usual: UsualSearch): Promise<Taken> {
  switch (planned.kind) {
    case 'account_manager': return takeKnown('account_manager', await findManagerOfCompany(walk), walk, usual)
    case 'last_agent': return takeKnown('last_agent', await findLast(walk, route), walk, usual)
    case 'strategy': return takeStrategy(walk, route, usual)
    case 'team': return takeTeam(walk, route, planned.teamId)
    case 'everybody': return takeTurn(walk, route, planned, { kind: 'everybody' }, await findDepartmentWay(walk.manager, route.pool.departmentId), { ...route.pool, teamId: null })
    case 'agent': return takeNamed(walk, route, 'agent', await findNamedAgent(walk.manager, planned.agentId))
    case 'manager': return takeNamed(walk, route, 'manager', await findManager(walk.manager, route.pool.departmentId))
    case 'pool': return { step: { kind: 'pool', reasons: [] }, winner: null }
  }
}

async function findManagerOfCompany ({ manager, routed: { companyId = null } }: Walk): Promise<NamedAgent | null> {
  const found = companyId === null ? null : await findAccountManager(manager, companyId)
  return found === null ? null : { agentId: found.id, name: found.name }
}

async function findLast ({ manager, routed: { requesterId = null } }: Walk, { pool }: Route): Promise<NamedAgent | null> {
  return requesterId === null ? null : findLastAgent(manager, requesterId, pool.departmentId)
}

/** Somebody whom the requester knows has to be among those whom the strategy would ask. */
async function takeKnown (kind: RoutingStep['kind'], known: NamedAgent | null, walk: Walk, usual: UsualSearch): Promise<Taken> {
  const { reasons, winner } = known === null ? nobody : decideNamed(known, relieve(walk, await usual.candidates()))
  return { step: { kind, reasons }, winner }
}

async function takeStrategy (walk: Walk, { strategy, turnOwner }: Route, { skills, candidates }: UsualSearch): Promise<Taken> {
  const among = strategy === 'manual' ? [] : relieve(walk, await candidates())
  const { reasons, winner } = decideAgent(strategy, among, strategy === 'manual' ? null : await walk.lastTurn(turnOwner))
  const isUnknown = skills.length > 0 && among.length > 0 && among.every(({ lacks = [] }) => lacks.length > 0)
  return { step: { kind: 'strategy', strategy, ...(skills.length > 0 && { skills: skills.map(({ name }) => name) }), ...(isUnknown && { isUnknown }), reasons }, winner }
}

async function takeTeam (walk: Walk, route: Route, teamId: number): Promise<Taken> {
  const team = await findTeamWay(walk.manager, teamId)
  if (team === null) return { step: { kind: 'team', reasons: [] }, winner: null }
  return takeTurn(walk, route, { kind: 'team', teamId }, { kind: 'team', name: team.name }, team.strategy, { ...route.pool, teamId })
}

/** After the usual ones were asked in vain: among others, whatever they know, by turns unless they have another way. */
async function takeTurn (walk: Walk, route: Route, planned: PlannedStep, step: Pick<RoutingStep, 'kind' | 'name'>, way: Strategy, pool: Route['pool']): Promise<Taken> {
  const strategy = way === 'manual' ? 'round_robin' : way
  const owner = turnOwnerOf(planned, route)
  const candidates = relieve(walk, await findCandidates(walk.manager, pool, { strategy, now: walk.now }))
  const { reasons, winner } = decideAgent(strategy, candidates, owner === null ? null : await walk.lastTurn(owner))
  return { step: { ...step, strategy, reasons }, winner }
}

async function takeNamed (walk: Walk, { pool }: Route, kind: RoutingStep['kind'], named: NamedAgent | null): Promise<Taken> {
  const { reasons, winner } = named === null ? nobody : decideNamed(named, relieve(walk, await findCandidates(walk.manager, { ...pool, teamId: null }, { strategy: 'round_robin', now: walk.now, agentId: named.agentId })))
  return { step: { kind, reasons }, winner }
}

const nobody: Choice = { winner: null, reasons: [] }

/** Marks those who had the ticket until now. */
const relieve = ({ leftById = null, takenFromId = null }: Walk, candidates: Candidate[]): Candidate[] =>
  candidates.map(candidate => ({ ...candidate, leftIt: candidate.agentId === leftById, hadIt: candidate.agentId === takenFromId }))
