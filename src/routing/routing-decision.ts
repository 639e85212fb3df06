import type { Strategy } from '../departments/choices.js'
import type { RoutingReason } from './decide-agent.js'

/** Who is asked, in this order: those whom the requester knows, those whom the strategy names, and then what the department wants tried. */
export type StepKind = 'account_manager' | 'last_agent' | 'strategy' | 'team' | 'agent' | 'manager' | 'everybody' | 'pool'

/** One step on the way to an agent, kept with the ticket for ever. */
export interface RoutingStep {
  kind: StepKind
  /** The team that was asked. */
  name?: string
  /** How one was chosen among several. */
  strategy?: Strategy
  /** What an agent had to know. */
  skills?: string[]
  /** Nobody who works there knows that. */
  isUnknown?: true
  /** Everybody who was asked, each with one reason. */
  reasons: RoutingReason[]
}

export interface RoutingDecision {
  /** The way of the topic, team or department; or the one that a rule asked for. */
  strategy: Strategy
  winner: { agentId: number, name: string } | null
  /** The step that found the winner. */
  chosenBy: StepKind | null
  /** None when it is done by hand and nobody is asked before. */
  steps: RoutingStep[]
}

/** What the history keeps of a decision. Before there were steps, it kept the one by strategy alone. */
export type KeptDecision = Pick<RoutingDecision, 'strategy'> & Partial<Pick<RoutingDecision, 'steps' | 'chosenBy'>> & { reasons?: RoutingReason[] }

/** The steps of a decision that was kept, also of one from before there were several. */
export function stepsOf ({ strategy, steps, reasons = [] }: KeptDecision): RoutingStep[] {
  return steps ?? [{ kind: 'strategy', strategy, reasons }]
}
