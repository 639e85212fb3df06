import type { TargetKind } from '../../sla/target-kind.js'
import type { ClockOverride } from '../segment.entity.js'
import { ticketLifecycle, type TicketState } from '../ticket.lifecycle.js'

export type ClockMode = 'runs' | 'pauses' | 'drops'

/**
 * What the open clock of a promise does while its ticket rests in a state.
 *
 * Waiting for the requester pauses the solution alone: what was asked of us meanwhile wants an answer. A
 * solved ticket may come back, so its unanswered messages stand still; a closed, merged or trashed one
 * drops them. An admin's status may decide on the solution as long as work goes on; answers are owed whatever it is called.
 */
export function clockMode (kind: TargetKind, state: TicketState, { pausesOnHold }: { pausesOnHold: boolean }, status: ClockOverride = null): ClockMode {
  if (status !== null && kind === 'resolution' && !stops(state)) return status
  switch (ticketLifecycle.states[state].clock) {
    case 'runs': return 'runs'
    case 'pauses': return kind === 'resolution' ? 'pauses' : 'runs'
    case 'as_policy': return pausesOnHold ? 'pauses' : 'runs'
    case 'stops': return state === 'resolved' ? 'pauses' : 'drops'
  }
}

/** Whether nothing counts any more in this state, so that the ticket has no due time. */
export const stops = (state: TicketState): boolean => ticketLifecycle.states[state].clock === 'stops'
