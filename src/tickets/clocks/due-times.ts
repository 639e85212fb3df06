import type { Ticket } from '../ticket.entity.js'
import type { TicketState } from '../ticket.lifecycle.js'
import { stops } from './clock-mode.js'
import { endOfTime } from './end-of-time.js'
import type { Clock } from './target-clock.js'

/** What a ticket shows of its clocks: the nearest due time, if anything is due, and where queues sort it. */
export function dueTimes (clocks: readonly Clock[], state: TicketState, promisedByHand: Date | null): Pick<Ticket, 'nextDueAt' | 'sortsAt'> {
  const dues = [promisedByHand, ...clocks.map(({ target }) => target.dueAt)].filter(due => due !== null)
  const nextDueAt = stops(state) || dues.length === 0 ? null : new Date(Math.min(...dues.map(due => due.getTime())))
  return { nextDueAt, sortsAt: nextDueAt ?? endOfTime }
}
