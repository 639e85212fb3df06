import type { Strategy } from '../departments/choices.js'

/** Somebody who could be given the ticket, as he or she stands now. */
export interface Candidate {
  agentId: number
  name: string
  /** Counted up to {@link countedUpTo}. */
  openTickets: number
  capacity: number | null
  takesTickets: boolean
  /** The end of an absence that covers this moment. */
  absentUntil: Date | null
  isAtWork: boolean
  opensAt: Date | null
  /** What the ticket asks for and this agent does not know, by name. */
  lacks?: string[]
  /** Had this ticket until now and did not touch it. */
  leftIt?: boolean
  /** The ticket has just been taken from this agent. */
  hadIt?: boolean
  /** How often what is asked here has changed: whoever takes up the choice makes sure that it has not since. */
  routingVersion?: number
}

export type Outcome = 'chosen' | 'left_it' | 'had_it' | 'unskilled' | 'absent' | 'outside_hours' | 'not_taking' | 'full' | 'later_in_turn' | 'more_open' | 'not_here'

/** Why one agent was or was not given the ticket, kept with the ticket for ever. */
export interface RoutingReason {
  agentId: number
  name: string
  outcome: Outcome
  openTickets: number
  capacity: number | null
  /** When the absence ends or the working hours begin; ISO 8601. */
  until: string | null
  lacks?: string[]
}

export interface Choice {
  winner: Candidate | null
  /** Whoever could have been given the ticket, in the order of turns; the first hundred in a crowd. None when it is done by hand. */
  reasons: RoutingReason[]
}

/** A line of history has room for so many. */
const mostReasons = 100

/**
 * Chooses an agent by turns or by who has the fewest open tickets, among those who are at work, below their
 * capacity and know what is asked. Pure: the same snapshot always gives the same choice, so it can be
 * explained later.
 *
 * By turns, the next is the first who is free after the one who was last, in the order of ids, and round again.
 * So between two turns of one agent everybody else who is free has exactly one, whoever comes and goes. Among
 * equals the fewest open tickets go by turns too.
 */
export function decideAgent (strategy: Strategy, candidates: readonly Candidate[], lastAgentId: number | null): Choice {
  if (strategy === 'manual') return { winner: null, reasons: [] }

  const inTurn = startAfter(candidates.toSorted((a, b) => a.agentId - b.agentId), lastAgentId)
  const free = inTurn.filter(candidate => obstacle(candidate) === null)
  const fewest = Math.min(...free.map(({ openTickets }) => openTickets))
  const winner = strategy === 'round_robin' ? free[0] : free.find(({ openTickets }) => openTickets === fewest)

  return {
    winner: winner ?? null,
    reasons: inTurn
      .filter((candidate, place) => place < mostReasons - 1 || candidate === winner || inTurn.length <= mostReasons)
      .map(candidate => reasonFor(candidate, winner, strategy))
  }
}

/**
 * Whether one agent can be given the ticket, who is asked by name: the same things count as where it goes by
 * turns. Pure.
 *
 * @param candidates among whom the agent has to be; who is not among them does not work there
 */
export function decideNamed ({ agentId, name }: { agentId: number, name: string }, candidates: readonly Candidate[]): Choice {
  const named = candidates.find(candidate => candidate.agentId === agentId)
  if (named === undefined) return { winner: null, reasons: [{ agentId, name, outcome: 'not_here', openTickets: 0, capacity: null, until: null }] }
  const winner = obstacle(named) === null ? named : undefined
  return { winner: winner ?? null, reasons: [reasonFor(named, winner, 'round_robin')] }
}

/** How far open tickets are counted: far enough to tell who is full, and who has fewest where that decides. */
export function countedUpTo (strategy: Strategy, capacity: number | null): number {
  return Math.max(strategy === 'least_open' ? 1000 : 100, capacity ?? 0)
}

function startAfter (candidates: Candidate[], lastAgentId: number | null): Candidate[] {
  const place = lastAgentId === null ? -1 : candidates.findIndex(({ agentId }) => agentId > lastAgentId)
  return place === -1 ? candidates : [...candidates.slice(place), ...candidates.slice(0, place)]
}

function obstacle ({ leftIt = false, hadIt = false, lacks = [], takesTickets, absentUntil, isAtWork, capacity, openTickets }: Candidate): Outcome | null {
  if (leftIt) return 'left_it'
  if (hadIt) return 'had_it'
  if (lacks.length > 0) return 'unskilled'
  if (absentUntil !== null) return 'absent'
  if (!isAtWork) return 'outside_hours'
  if (!takesTickets) return 'not_taking'
  return capacity !== null && openTickets >= capacity ? 'full' : null
}

function reasonFor (candidate: Candidate, winner: Candidate | undefined, strategy: Strategy): RoutingReason {
  const { agentId, name, openTickets, capacity, absentUntil, opensAt, lacks } = candidate
  const hasMore = strategy === 'least_open' && winner !== undefined && openTickets > winner.openTickets
  const outcome = obstacle(candidate) ?? (candidate === winner ? 'chosen' : hasMore ? 'more_open' : 'later_in_turn')
  const until = outcome === 'absent' ? absentUntil : outcome === 'outside_hours' ? opensAt : null
  return { agentId, name, outcome, openTickets, capacity, until: until?.toISOString() ?? null, ...(outcome === 'unskilled' && { lacks }) }
}
