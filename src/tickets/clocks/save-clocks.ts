import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import { insertRow, insertRows } from '../../platform/database/insert-row.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { TicketEvent } from '../ticket-event.entity.js'
import { Target } from '../target.entity.js'
import type { Ticket } from '../ticket.entity.js'
import type { SavedClock } from './clocks.queries.js'
import type { Clock, TargetState } from './target-clock.js'

/** Writes what differs between the clocks as they were read and as they shall be, and nothing else. */
export async function saveClocks (manager: EntityManager, before: readonly SavedClock[], after: readonly Clock[]): Promise<void> {
  const started = after.filter(({ target }) => target.id === undefined).map(({ target }) => ({ ...target }))
  if (started.length > 0) await insertRows(manager, Target, started)

  for (const { target } of before) {
    const next = after.find(clock => clock.target.id === target.id)?.target
    if (next === undefined) await manager.delete(Target, { id: target.id })
    else if (next !== target) await saveDifference(manager, target, next)
  }
}

/**
 * A promise that turns out to be missed in the moment in which its clock stops, before any sweep could
 * find it, gets its line of history here, so that each miss has exactly one. It stands before the event that
 * stopped the clock, in the state that the ticket was in until then. The caller saves the ticket.
 */
export async function recordMisses (manager: EntityManager, ticket: Ticket, before: readonly Clock[], after: readonly Clock[], { at, fromState }: Pick<TicketEvent, 'at' | 'fromState'>): Promise<void> {
  for (const { target } of after) {
    const was = before.find(clock => clock.target.id === target.id)
    if (target.breachedAt === null || was === undefined || was.target.breachedAt !== null) continue
    const event = TicketEvent.of(ticket, 'target_breached', system, at, { fromState, toState: fromState, details: { kind: target.kind } })
    ticket.version += 1 // as with every event
    await insertRow(manager, TicketEvent, event)
    await enqueue(manager, 'notify-of-event', { eventId: event.id }, at)
  }
}

async function saveDifference (manager: EntityManager, { id, ...before }: Target, next: TargetState): Promise<void> {
  const names = Object.keys(before) as Array<keyof typeof before>
  const changes = Object.fromEntries(names.filter(name => !isSame(before[name], next[name])).map(name => [name, next[name]]))
  if (Object.keys(changes).length > 0) await manager.update(Target, { id }, changes)
}

function isSame (one: unknown, other: unknown): boolean {
  return one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other
}
