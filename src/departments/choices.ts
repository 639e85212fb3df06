/** Who may close a solved ticket. */
export const closurePolicies = ['agent_closes', 'requester_confirms'] as const
export type ClosurePolicy = typeof closurePolicies[number]

/** How a new ticket finds its agent. */
export const strategies = ['manual', 'round_robin', 'least_open'] as const
export type Strategy = typeof strategies[number]
