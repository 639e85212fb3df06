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
  /** Had this ticket until now and did not touch it. */
  leftIt?: boolean
}

export type Outcome = 'chosen' | 'left_it' | 'absent' | 'outside_hours' | 'not_taking' | 'full' | 'later_in_turn' | 'more_open'

/** Why one agent was or was not given the ticket, kept with the ticket for ever. */
export interface RoutingReason {
  agentId: number
  name: string
  outcome: Outcome
  openTickets: number
  capacity: number | null
  /** When the absence ends or the working hours begin; ISO 8601. */
  until: string | null
}

export interface RoutingDecision {
  strategy: Strategy
  winner: { agentId: number, name: string } | null
  /** Whoever could have been given the ticket, in the order of turns; the first hundred in a crowd. None when it is done by hand. */
  reasons: RoutingReason[]
}

/** A line of history has room for so many. */
const mostReasons = 100

/**
 * Chooses an agent by turns or by who has the fewest open tickets, among those who are at work and below
 * their capacity. Pure: the same snapshot always gives the same decision, so it can be explained later.
 *
 * By turns, the next is the first who is free after the one who was last, in the order of ids, and round again.
 * So between two turns of one agent everybody else who is free has exactly one, whoever comes and goes. Among
 * equals the fewest open tickets go by turns too.
 */
export function decideAgent (strategy: Strategy, candidates: readonly Candidate[], lastAgentId: number | null): RoutingDecision {
  if (strategy === 'manual') return { strategy, winner: null, reasons: [] }

  const inTurn = startAfter(candidates.toSorted((a, b) => a.agentId - b.agentId), lastAgentId)
  const free = inTurn.filter(candidate => obstacle(candidate) === null)
  const fewest = Math.min(...free.map(({ openTickets }) => openTickets))
  const winner = strategy === 'round_robin' ? free[0] : free.find(({ openTickets }) => openTickets === fewest)

  return {
    strategy,
    winner: winner === undefined ? null : { agentId: winner.agentId, name: winner.name },
    reasons: inTurn
      .filter((candidate, place) => place < mostReasons - 1 || candidate === winner || inTurn.length <= mostReasons)
      .map(candidate => reasonFor(candidate, winner, strategy))
  }
}

/** How far open tickets are counted: far enough to tell who is full, and who has fewest where that decides. */
export function countedUpTo (strategy: Strategy, capacity: number | null): number {
  return Math.max(strategy === 'least_open' ? 1000 : 100, capacity ?? 0)
}

function startAfter (candidates: Candidate[], lastAgentId: number | null): Candidate[] {
  const place = lastAgentId === null ? -1 : candidates.findIndex(({ agentId }) => agentId > lastAgentId)
  return place === -1 ? candidates : [...candidates.slice(place), ...candidates.slice(0, place)]
}

function obstacle ({ leftIt, takesTickets, absentUntil, isAtWork, capacity, openTickets }: Candidate): Outcome | null {
  if (leftIt === true) return 'left_it'
  if (absentUntil !== null) return 'absent'
  if (!isAtWork) return 'outside_hours'
  if (!takesTickets) return 'not_taking'
  return capacity !== null && openTickets >= capacity ? 'full' : null
}

function reasonFor (candidate: Candidate, winner: Candidate | undefined, strategy: Strategy): RoutingReason {
  const { agentId, name, openTickets, capacity, absentUntil, opensAt } = candidate
  const hasMore = strategy === 'least_open' && winner !== undefined && openTickets > winner.openTickets
  const outcome = obstacle(candidate) ?? (candidate === winner ? 'chosen' : hasMore ? 'more_open' : 'later_in_turn')
  const until = outcome === 'absent' ? absentUntil : outcome === 'outside_hours' ? opensAt : null
  return { agentId, name, outcome, openTickets, capacity, until: until?.toISOString() ?? null }
}
