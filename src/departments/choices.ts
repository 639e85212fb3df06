/** Who may close a solved ticket. */
export const closurePolicies = ['agent_closes', 'requester_confirms'] as const
export type ClosurePolicy = typeof closurePolicies[number]

/** How a new ticket finds its agent. */
export const strategies = ['manual', 'round_robin', 'least_open'] as const
export type Strategy = typeof strategies[number]

/** What is tried when nobody is free: a team, one agent, the department's manager, everybody in the department; or it is left to whoever takes it. */
export type FallbackStep =
  { kind: 'team', teamId: number } |
  { kind: 'agent', agentId: number } |
  { kind: 'manager' } |
  { kind: 'everybody' } |
  { kind: 'pool' }
