import type { FallbackStep, Strategy } from '../departments/choices.js'
import type { TurnOwner } from './turns.js'

/** Where a ticket is: it goes to who works in the department and, if there is a team, is in the team. */
export interface Pool { departmentId: number, teamId: number | null }

/** What routing asks of a ticket. */
export interface Routed extends Pool {
  topicId?: number | null
  requesterId?: number | null
  companyId?: number | null
}

export interface Named { id: number, name: string }

/** A step that is still to be taken. */
export type PlannedStep =
  { kind: 'account_manager' } |
  { kind: 'last_agent' } |
  { kind: 'strategy' } |
  FallbackStep

/** What a department says about tickets that nobody touches. */
export interface ReturnTerms {
  /** Minutes of working time until such a ticket goes back to the pool; 0 never. */
  returnMinutes: number
  /** Whether that holds for tickets that were claimed or given by hand too. */
  returnsByHand: boolean
}

/** How a ticket of one place finds its agent. */
export interface Route {
  pool: Pool
  strategy: Strategy
  /** Whose word the strategy is. */
  decidedBy: 'topic' | 'team' | 'department' | 'rule'
  turnOwner: TurnOwner
  /** What an agent has to know; every one of these. */
  skillIds: number[]
  prefersAccountManager: boolean
  prefersLastAgent: boolean
  fallback: FallbackStep[]
  returnTerms: ReturnTerms
}

/**
 * The steps in which an agent is looked for. Where tickets are given out by hand, only those are asked whom the
 * requester knows. Pure.
 */
export function planSteps ({ strategy, prefersAccountManager, prefersLastAgent, fallback }: Route): PlannedStep[] {
  const known: PlannedStep[] = [...prefersAccountManager ? [{ kind: 'account_manager' } as const] : [], ...prefersLastAgent ? [{ kind: 'last_agent' } as const] : []]
  if (strategy === 'manual') return known.length === 0 ? [] : [...known, { kind: 'strategy' }]
  return [...known, { kind: 'strategy' }, ...fallback]
}

/** In whose turns a step takes its own; null for one that asks one agent by name. */
export function turnOwnerOf (step: PlannedStep, { pool, turnOwner }: Route): TurnOwner | null {
  switch (step.kind) {
    case 'strategy': return turnOwner
    case 'team': return { ownerKind: 'team', ownerId: step.teamId }
    case 'everybody': return { ownerKind: 'department', ownerId: pool.departmentId }
    default: return null
  }
}

/**
 * Every owner whose turns the steps may take, in one order for all tickets: two that hold the turns of several
 * teams and departments wait for each other in a row and never in a circle.
 */
export function turnOwnersOf (steps: readonly PlannedStep[], route: Route): TurnOwner[] {
  const owners = new Map(steps.map(step => turnOwnerOf(step, route)).filter(owner => owner !== null).map(owner => [keyOf(owner), owner]))
  return [...owners].toSorted(([a], [b]) => a < b ? -1 : 1).map(([, owner]) => owner)
}

export const keyOf = ({ ownerKind, ownerId }: TurnOwner): string => `${ownerKind}:${ownerId}`
