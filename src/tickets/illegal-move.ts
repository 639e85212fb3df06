import { Refusal } from '../platform/errors.js'
import type { TicketState, TicketTransition } from './ticket.lifecycle.js'

/** The lifecycle has no such move from where the ticket is now. Somebody may have moved it first. */
export class IllegalMove extends Refusal {
  constructor (readonly move: TicketTransition, readonly state: TicketState) {
    super(`tickets.illegal.${move}`, { status: 409 })
  }
}
