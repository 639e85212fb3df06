import type { TargetKind } from '../../sla/target-kind.js'
import { stops } from './clock-mode.js'
import type { ClockEvent, Snapshot } from './decide-clocks.js'
import { dropClock, isOpen, retimeClock, reviveClock, startClock, type Clock } from './target-clock.js'

interface Review extends Pick<Snapshot, 'ticketId' | 'clocks' | 'level' | 'lastReplyAt'> {
  event: Pick<ClockEvent, 'name' | 'toState' | 'actorParty' | 'at'>
}

/**
 * Puts the clocks under what is promised now. Open ones keep the time they used, stopped ones that matter
 * again are open again, what is promised for the first time starts, what is promised no more is dropped.
 */
export function reviewPromise (review: Review): Clock[] {
  const { clocks, level, event } = review
  const reviewed = clocks.map(clock => reviewClock(clock, review))
  if (level === null || stops(event.toState)) return reviewed

  const isNew = (kind: TargetKind) => !clocks.some(({ target }) => target.kind === kind)
  const kinds: TargetKind[] = review.lastReplyAt === null ? ['first_response', 'resolution'] : ['resolution']
  const started = kinds.filter(isNew).flatMap(kind => {
    const minutes = level.minutes[kind]
    return minutes === null ? [] : [startClock(review.ticketId, kind, minutes, level, event.at)]
  })
  return [...reviewed, ...started]
}

function reviewClock (clock: Clock, review: Review): Clock {
  const { level, event: { at } } = review
  const promised = level !== null && level.minutes[clock.target.kind] !== null
  if (!promised) return isOpen(clock) ? dropClock(clock, at) : clock
  if (isOpen(clock)) return retimeClock(clock, level, at)
  return mattersAgain(clock, review) ? retimeClock(reviveClock(clock), level, at) : clock
}

/**
 * A solution is owed again as soon as the ticket is active. An answer is owed again when none was given
 * since, unless the requester comes back: his or her new message starts a clock of its own.
 */
function mattersAgain (clock: Clock, { clocks, event, lastReplyAt }: Review): boolean {
  const { kind, metAt, startedAt } = clock.target
  const rests = stops(event.toState)
  if (kind === 'resolution') return !rests
  if (rests && event.name !== 'unmerge') return false

  const isLatest = clocks.findLast(other => other.target.kind === kind) === clock
  const startsAnew = kind === 'next_response' && event.name === 'reopen' && event.actorParty === 'requester'
  const isOwed = metAt === null && (lastReplyAt === null || lastReplyAt < startedAt)
  return isLatest && isOwed && !startsAnew
}
