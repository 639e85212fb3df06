import { holds, type Actor } from '../platform/actor.js'
import type { Ticket } from '../tickets/ticket.entity.js'
import { ticketPolicy } from '../tickets/ticket.policy.js'
import type { Action } from './action.js'
import type { Macro } from './macro.entity.js'

type Seen = Pick<Ticket, 'id' | 'departmentId' | 'requesterId' | 'state' | 'closedAt'>

/** Who may use a macro on what. Pure functions: no database, no request. */
export const macroPolicy = {
  /** Whether an agent is offered a macro at all. */
  use: (actor: Actor, { departmentId, isActive }: Pick<Macro, 'departmentId' | 'isActive'>) => isActive && (departmentId === null || holds(actor, 'ticket.read', departmentId)),

  /** Whether a macro is for tickets of this one's department. */
  fits: ({ departmentId }: Pick<Macro, 'departmentId'>, ticket: Seen) => departmentId === null || departmentId === ticket.departmentId,

  /** Whether an agent's role lets him or her do one thing that a macro does; the command asks the same when it is done. */
  act (actor: Actor, action: Action, ticket: Seen): boolean {
    switch (action.kind) {
      case 'set_priority': case 'set_topic': case 'set_sla': case 'set_status': case 'add_tags': case 'remove_tags': case 'add_tasks': case 'set_due': case 'set_answer': return ticketPolicy.edit(actor, ticket)
      case 'set_department': return ticketPolicy.transfer(actor, ticket)
      case 'refer_to_department': case 'refer_to_team': case 'refer_to_agent': return ticketPolicy.refer(actor, ticket)
      case 'set_team': case 'route': case 'route_anew': return ticketPolicy.assign(actor, ticket)
      case 'set_agent': return ticketPolicy.assign(actor, ticket) || (action.agentId === actor.id && ticketPolicy.reply(actor, ticket))
      case 'reply': case 'add_participant': case 'send_mail': case 'hold': case 'call_webhook': return ticketPolicy.reply(actor, ticket)
      case 'note': return ticketPolicy.note(actor, ticket)
      case 'close': return holds(actor, 'ticket.close', ticket.departmentId)
      default: return false
    }
  }
}
