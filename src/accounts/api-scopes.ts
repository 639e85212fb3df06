/** What a key may be used for. */
export const apiScopes = ['tickets.create', 'cron', 'tickets.read', 'tickets.write', 'people.read', 'people.write', 'organisation.read', 'organisation.write', 'audit.read'] as const
export type ApiScope = typeof apiScopes[number]

/** Scopes of a key that acts for an agent. The others are for programs that only ask for help. */
export const actingScopes: readonly ApiScope[] = ['tickets.read', 'tickets.write', 'people.read', 'people.write', 'organisation.read', 'organisation.write', 'audit.read']
