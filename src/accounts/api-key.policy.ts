import type { Actor } from '../platform/actor.js'

/** Who may make keys that act for whom. */
export const apiKeyPolicy = {
  /** Everybody for himself or herself; for others who may change their rights anyway. */
  actFor: (actor: Actor, agentId: number): boolean =>
    actor.party === 'system' || (actor.party === 'agent' && (actor.id === agentId || actor.adminRights.has('people')))
}
