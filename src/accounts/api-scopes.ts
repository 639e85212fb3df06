import type { AdminRight } from '../platform/actor.js'

/** What a key may be used for. */
export const apiScopes = ['tickets.create', 'cron', 'tickets.read', 'tickets.write', 'people.read', 'people.write', 'organisation.read', 'organisation.write', 'knowledge.read', 'knowledge.write', 'webhooks.read', 'webhooks.write', 'mail.read', 'audit.read'] as const
export type ApiScope = typeof apiScopes[number]

/** Scopes of a key that acts for an agent. The others are for programs that only ask for help. */
export const actingScopes: readonly ApiScope[] = ['tickets.read', 'tickets.write', 'people.read', 'people.write', 'organisation.read', 'organisation.write', 'knowledge.read', 'knowledge.write', 'webhooks.read', 'webhooks.write', 'mail.read', 'audit.read']

/** Companies, people, articles, what is set up, who is told, how mail goes and who changed what belong to all departments: a key for some of them changes nothing of these, and does not read the last three. */
export const wholeHouseScopes: readonly ApiScope[] = ['organisation.write', 'people.write', 'knowledge.write', 'webhooks.read', 'webhooks.write', 'mail.read', 'audit.read']

/** What an agent has to be allowed in the panel for a scope to be of any use. */
export const rightFor: Partial<Record<ApiScope, AdminRight>> = { 'people.write': 'people', 'webhooks.read': 'system', 'webhooks.write': 'system', 'mail.read': 'mail', 'audit.read': 'system' }
