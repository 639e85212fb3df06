/** What a key may be used for. */
export const apiScopes = ['tickets.create', 'cron'] as const
export type ApiScope = typeof apiScopes[number]
