import { hour } from '../../platform/clock.js'
import type { Actor } from '../../platform/actor.js'
import type { HandOver } from './hand-over.entity.js'

/** For so long a hand-over can be taken back as a whole. */
export const returnsFor = 24 * hour

/** Who may pass on all tickets of an agent. Pure functions. */
export const handOverPolicy = {
  /** The agent, and whoever looks after people. */
  start: (actor: Actor, agentId: number): boolean => actor.party === 'agent' && (actor.id === agentId || actor.adminRights.has('people')),

  takeBack: (actor: Actor, { agentId, state, createdAt }: Pick<HandOver, 'agentId' | 'state' | 'createdAt'>, now: Date): boolean =>
    handOverPolicy.start(actor, agentId) && state === 'done' && now.getTime() - createdAt.getTime() <= returnsFor
}
