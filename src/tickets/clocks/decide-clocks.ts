import type { ServiceLevel } from '../../sla/service-level.js'
import type { ClockOverride } from '../segment.entity.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { TicketState } from '../ticket.lifecycle.js'
import { clockMode, stops } from './clock-mode.js'
import { changesPromise, meetsResolution, meetsResponse, startsNextResponse } from './clock-events.js'
import { reviewPromise } from './review-promise.js'
import { dropClock, isOpen, meetClock, pauseClock, reviveClock, runClock, startClock, unmeetClock, type Clock } from './target-clock.js'

export type ClockEvent = Pick<TicketEvent, 'name' | 'fromState' | 'toState' | 'actorParty' | 'details' | 'at'>

/** All that is needed to know what an event does to the clocks of a ticket. */
export interface Snapshot {
  ticketId: number
  event: ClockEvent
  /** The ticket's clocks, oldest first. */
  clocks: readonly Clock[]
  /** What is promised now; null promises nothing. Asked only of events that change a promise or start one. */
  level: ServiceLevel | null
  /** What the ticket's status makes of the clock, after the event. */
  statusClock?: ClockOverride
  /** The latest reply of an agent that still stands. */
  lastReplyAt: Date | null
  /** The reply that this event takes back: when it was written, and where the ticket was then. */
  withdrawn: { at: Date, state: TicketState } | null
}

/**
 * The clocks as the event leaves them. Those that shall exist no more are missing, new ones have no id.
 *
 * Pure, so that tests, previews and explanations ask the very rules that tickets follow.
 */
export function decideClocks (snapshot: Snapshot): Clock[] {
  const { event } = snapshot
  const afterWithdrawal = takeBackAnswer(snapshot)
  const promised = changesPromise(event) ? reviewPromise({ ...snapshot, clocks: afterWithdrawal }) : afterWithdrawal
  const met = promised.map(clock => isOpen(clock) && isMetBy(event, clock) ? meetClock(clock, event.at) : clock)
  const all = startsNext(snapshot, met) ? [...met, nextResponse(snapshot)] : met
  return settleClocks(all, event.toState, event.at, snapshot.statusClock)
}

/** Runs, pauses or drops each open clock as the ticket's state and status ask. */
export function settleClocks (clocks: readonly Clock[], state: TicketState, at: Date, statusClock: ClockOverride = null): Clock[] {
  const moves = { runs: runClock, pauses: pauseClock, drops: dropClock }
  return clocks.map(clock => isOpen(clock) ? moves[clockMode(clock.target.kind, state, clock.terms, statusClock)](clock, at) : clock)
}

function isMetBy (event: ClockEvent, { target }: Clock): boolean {
  return target.kind === 'resolution' ? meetsResolution(event) : meetsResponse(event)
}

/**
 * A reply that was taken back kept no promise: the clocks that it had stopped run as if it had never been
 * written, and a message that came meanwhile starts no clock of its own.
 */
function takeBackAnswer ({ clocks, withdrawn, lastReplyAt }: Snapshot): readonly Clock[] {
  if (withdrawn === null) return clocks

  const metByIt = ({ target }: Clock) => target.kind !== 'resolution' && target.metAt?.getTime() === withdrawn.at.getTime()
  if (!clocks.some(metByIt)) return clocks

  const laterReplyAt = lastReplyAt !== null && lastReplyAt >= withdrawn.at ? lastReplyAt : null
  const neverStarted = ({ target }: Clock) => target.kind === 'next_response' && target.startedAt >= withdrawn.at && (laterReplyAt === null || target.startedAt <= laterReplyAt)
  return clocks.filter(clock => metByIt(clock) || !neverStarted(clock)).map(clock => {
    if (!metByIt(clock)) return clock
    const ran = clockMode(clock.target.kind, withdrawn.state, clock.terms) === 'runs'
    const again = ran ? unmeetClock(clock) : reviveClock(clock)
    return laterReplyAt === null ? again : meetClock(again, laterReplyAt)
  })
}

/** Whether a message has to be answered anew: we had answered before, and owe no answer yet. */
function startsNext ({ event, level, lastReplyAt }: Snapshot, clocks: readonly Clock[]): boolean {
  if (!startsNextResponse(event) || stops(event.toState) || level === null || level.minutes.next_response === null) return false
  const responses = clocks.filter(({ target }) => target.kind !== 'resolution')
  const wasAnswered = lastReplyAt !== null || responses.some(({ target }) => target.metAt !== null)
  return wasAnswered && !responses.some(isOpen)
}

function nextResponse ({ ticketId, event, level }: Snapshot): Clock {
  return startClock(ticketId, 'next_response', level!.minutes.next_response!, level!, event.at)
}
