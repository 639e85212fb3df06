import { departmentsWith, holds, type Actor, type AgentActor } from '../platform/actor.js'
import type { Referral } from './referral.entity.js'

/** To whom a ticket is referred: one of the three is set. */
export type ReferredTo = Pick<Referral, 'departmentId' | 'teamId' | 'agentId'>

/**
 * Whether a referral lets somebody do something with the ticket that needs this permission: in the department that
 * was asked, as far as his or her role there goes; asked as a member of a team or by name, to read and write notes.
 */
export function isReferredTo (actor: Actor, { departmentId, teamId, agentId }: ReferredTo, permission: 'ticket.read' | 'ticket.note'): boolean {
  if (departmentId !== null) return holds(actor, permission, departmentId)
  if (actor.party !== 'agent' || actor.isNarrowed === true) return false
  return actor.id === agentId || actor.teamIds.some(id => id === teamId)
}

/** By which referrals an agent may see tickets. */
export interface ReferredSight { departmentIds: number[], teamIds: readonly number[], agentId: number | null }

/** The same as {@link isReferredTo} for reading, as ids to look for. */
export function referredSightOf (actor: AgentActor): ReferredSight {
  const departmentIds = departmentsWith(actor, 'ticket.read')
  return actor.isNarrowed === true ? { departmentIds, teamIds: [], agentId: null } : { departmentIds, teamIds: actor.teamIds, agentId: actor.id }
}
