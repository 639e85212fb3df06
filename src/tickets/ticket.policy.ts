import { holds, type Actor, type Permission } from '../platform/actor.js'
import type { ClosurePolicy } from '../departments/choices.js'
import { isReferredTo, type ReferredTo } from './referral.policy.js'
import type { Ticket } from './ticket.entity.js'
import { activeStates, ticketLifecycle, type TicketTransition } from './ticket.lifecycle.js'

type Seen = Pick<Ticket, 'id' | 'departmentId' | 'requesterId' | 'state' | 'closedAt'>
type OfCompany = Pick<Ticket, 'companyId' | 'state'>

/** The permission that an agent needs for each move. */
const needed: Record<TicketTransition, Permission> = {
  take_up: 'ticket.reply',
  ask: 'ticket.reply',
  hold: 'ticket.reply',
  resume: 'ticket.reply',
  resolve: 'ticket.reply',
  accept: 'ticket.reply',
  decline: 'ticket.reply',
  close: 'ticket.close',
  reopen: 'ticket.reply',
  merge: 'ticket.merge',
  unmerge: 'ticket.merge',
  trash: 'ticket.trash',
  restore: 'ticket.trash'
}

/** What an actor may do with a ticket. Pure functions: no database, no request. */
export const ticketPolicy = {
  /** Whether the ticket exists for this actor. Binned and merged tickets do not for the public. Agents that it is referred to see it. */
  read (actor: Actor, ticket: Seen, { isParticipant = false, referredTo = [] }: { isParticipant?: boolean, referredTo?: readonly ReferredTo[] } = {}): boolean {
    switch (actor.party) {
      case 'system': return true
      case 'agent': return holds(actor, 'ticket.read', ticket.departmentId) || referredTo.some(each => isReferredTo(actor, each, 'ticket.read'))
      case 'requester':
        if (ticket.state === 'trashed') return false
        if (actor.onlyTicketId !== null && actor.onlyTicketId !== ticket.id) return false
        return ticket.requesterId === actor.id || isParticipant
    }
  },

  /** Whether a colleague of the requester may read it, and no more: what it says in public, without taking part. */
  readAsColleague (actor: Actor, { companyId, state }: OfCompany): boolean {
    return actor.party === 'requester' && actor.onlyTicketId === null && companyId !== null && actor.readsCompanyId === companyId && state !== 'trashed'
  },

  reply: (actor: Actor, ticket: Seen) => holds(actor, 'ticket.reply', ticket.departmentId) && !['merged', 'trashed'].includes(ticket.state),
  /** Whoever the ticket is referred to may write notes; to the requester speaks its own department alone. */
  note: (actor: Actor, ticket: Seen, referredTo: readonly ReferredTo[] = []) => holds(actor, 'ticket.note', ticket.departmentId) || referredTo.some(each => isReferredTo(actor, each, 'ticket.note')),
  refer: (actor: Actor, ticket: Seen) => holds(actor, 'ticket.transfer', ticket.departmentId) && activeStates.some(state => state === ticket.state),
  endReferral: (actor: Actor, ticket: Seen, referral: ReferredTo) => holds(actor, 'ticket.transfer', ticket.departmentId) || isReferredTo(actor, referral, 'ticket.note'),
  assign: (actor: Actor, ticket: Seen) => holds(actor, 'ticket.assign', ticket.departmentId) && !['merged', 'trashed'].includes(ticket.state),
  transfer: (actor: Actor, ticket: Seen) => holds(actor, 'ticket.transfer', ticket.departmentId) && !['merged', 'trashed'].includes(ticket.state),
  edit: (actor: Actor, ticket: Seen) => holds(actor, 'ticket.edit', ticket.departmentId) && !['merged', 'trashed'].includes(ticket.state),

  /** Whether the lifecycle, the role and the closure policy all allow a move. */
  move (actor: Actor, name: TicketTransition, ticket: Seen, closurePolicy: ClosurePolicy): boolean {
    const { by } = ticketLifecycle.transitions[name]
    if (!by.includes(actor.party) || !ticketLifecycle.allows(name, ticket.state)) return false
    if (actor.party === 'agent' && !holds(actor, needed[name], ticket.departmentId)) return false
    if (actor.party === 'requester' && ticket.requesterId !== actor.id && name !== 'resume') return false
    return name !== 'close' || actor.party !== 'agent' || closurePolicy === 'agent_closes'
  },

  /** Whether the requester still comes back to this very ticket, or to a new one that continues it. */
  isInsideReopenWindow: (ticket: Pick<Ticket, 'closedAt'>, reopenDays: number, now: Date) =>
    ticket.closedAt === null || now.getTime() - ticket.closedAt.getTime() <= reopenDays * 86_400_000
}
