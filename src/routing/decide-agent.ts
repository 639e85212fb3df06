import type { Strategy } from '../departments/department.entity.js'

/** Somebody who could be given the ticket, as he or she stands now. */
export interface Candidate {
  agentId: number
  name: string
  openTickets: number
  capacity: number | null
  takesTickets: boolean
  /** The end of an absence that covers this moment. */
  absentUntil: Date | null
  isAtWork: boolean
  opensAt: Date | null
}

export type Outcome = 'chosen' | 'absent' | 'outside_hours' | 'not_taking' | 'full' | 'later_in_turn' | 'more_open'

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
  reasons: RoutingReason[]
}

/**
 * Chooses an agent by turns or by who has the fewest open tickets, among those who are at work and below
 * their capacity. Pure: the same snapshot always gives the same decision, so it can be explained later.
 *
 * By turns, the next is the first candidate after the one who was last, in the order of ids, and round again.
 */
export function decideAgent (strategy: Strategy, candidates: readonly Candidate[], lastAgentId: number | null): RoutingDecision {
  if (strategy === 'manual') return { strategy, winner: null, reasons: [] }

  const inTurn = startAfter([...candidates].sort((a, b) => a.agentId - b.agentId), lastAgentId)
  const present = inTurn.filter(candidate => obstacle(candidate) === null)
  const winner = strategy === 'round_robin' ? present[0] : present.reduce<Candidate | undefined>((best, candidate) => best === undefined || candidate.openTickets < best.openTickets ? candidate : best, undefined)

  return {
    strategy,
    winner: winner === undefined ? null : { agentId: winner.agentId, name: winner.name },
    reasons: inTurn.map(candidate => reasonFor(candidate, candidate === winner, strategy))
  }
}

function startAfter (candidates: Candidate[], lastAgentId: number | null): Candidate[] {
  const place = lastAgentId === null ? -1 : candidates.findIndex(({ agentId }) => agentId > lastAgentId)
  return place === -1 ? candidates : [...candidates.slice(place), ...candidates.slice(0, place)]
}

function obstacle ({ takesTickets, absentUntil, isAtWork, capacity, openTickets }: Candidate): Outcome | null {
  if (!takesTickets) return 'not_taking'
  if (absentUntil !== null) return 'absent'
  if (!isAtWork) return 'outside_hours'
  return capacity !== null && openTickets >= capacity ? 'full' : null
}

function reasonFor (candidate: Candidate, isWinner: boolean, strategy: Strategy): RoutingReason {
  const { agentId, name, openTickets, capacity, absentUntil, opensAt } = candidate
  const outcome = isWinner ? 'chosen' : obstacle(candidate) ?? (strategy === 'round_robin' ? 'later_in_turn' : 'more_open')
  const until = outcome === 'absent' ? absentUntil : outcome === 'outside_hours' ? opensAt : null
  return { agentId, name, outcome, openTickets, capacity, until: until?.toISOString() ?? null }
}
