import { stops } from './clock-mode.js'
import type { ClockEvent } from './decide-clocks.js'

/*
 * What kinds of event mean to the clocks. An automatic answer keeps no promise: only what a person wrote does.
 */

export const meetsResponse = ({ name, actorParty }: ClockEvent): boolean => name === 'replied' && actorParty !== 'system'

export const meetsResolution = ({ toState }: ClockEvent): boolean => toState === 'resolved' || toState === 'closed'

/** Events after which another policy, schedule or number of minutes may hold, among them every return from rest. */
export function changesPromise ({ name, fromState, toState }: ClockEvent): boolean {
  const comesBack = fromState !== toState && stops(fromState) && (!stops(toState) || toState === 'resolved')
  return comesBack || ['created', 'priority_changed', 'transferred', 'topic_changed', 'sla_changed'].includes(name)
}

/** A message, or a line with which the requester refuses a solution or comes back. */
export function startsNextResponse ({ name, actorParty, details }: ClockEvent): boolean {
  const cameBack = (name === 'decline' || name === 'reopen') && actorParty === 'requester' && details.entryId !== undefined
  return cameBack || name === 'message_received'
}

/** Whether the event can change a clock or the ticket's due time at all. Most cannot and cost nothing. */
export function touchesClocks (event: ClockEvent): boolean {
  const moves = event.fromState !== event.toState && event.name !== 'take_up'
  return moves || changesPromise(event) || startsNextResponse(event) || ['replied', 'reply_withdrawn', 'due_changed', 'status_changed'].includes(event.name)
}
