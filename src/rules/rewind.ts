import { after, second } from '../platform/clock.js'
import type { TicketEvent } from '../tickets/ticket-event.entity.js'
import { ticketLifecycle, type TicketState } from '../tickets/ticket.lifecycle.js'
import type { Facts } from './condition.js'
import { changesOf, momentIn, ownersIn, ownershipEvents } from './event-changes.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

/** What an event's line of history does not say of before. */
const untold: ReadonlySet<FieldName> = new Set<FieldName>(['assignee', 'team', 'status', 'whose_move', 'tags', 'participants', 'hold_until'])

/** Rules are asked when the act that an event belongs to is done, so what followed at once had happened too. */
export const actLasts = second

/**
 * The facts of a ticket as they were when rules were asked about one of its events, by taking back what its
 * history says of later ones. An admin's name for a state is known for the present alone.
 *
 * @param history the ticket's events, oldest first
 */
export function rewind (facts: Facts, history: readonly TicketEvent[], event: TicketEvent): Facts {
  const values = new Map(facts.values)
  const asked = after(event.at, actLasts)
  const later = history.filter(({ at }) => at > asked).reverse()
  for (const each of later) {
    for (const [field, value] of changesOf(each)) if (!untold.has(field)) values.set(field, value)
    if (each.name === 'tags_changed') values.set('tags', tagsBefore(each, values.get('tags') ?? null))
    if (each.name === 'reopen') values.set('reopened_count', Number(values.get('reopened_count') ?? 0) - 1)
  }
  if (later.some(({ fromState, toState }) => fromState !== toState)) values.set('whose_move', ticketLifecycle.states[values.get('state') as TicketState].waitingOn).set('status', null)
  if (later.some(({ name }) => ownershipEvents.has(name))) for (const [field, value] of ownersIn(history.filter(({ at }) => at <= asked))) values.set(field, value)
  for (const [field, value] of milestonesIn(history.filter(({ at }) => at <= asked))) if (later.length > 0) values.set(field, value)
  return { ...facts, values }
}

/** Since when a ticket was solved or closed, and until when on hold, after some lines of history. */
function milestonesIn (history: readonly TicketEvent[]): Array<[FieldName, FactValue]> {
  const last = history.at(-1)?.toState
  const began = (states: readonly TicketState[]): number | null => {
    if (last === undefined || !states.includes(last)) return null
    const before = history.findLastIndex(({ toState }) => !states.includes(toState))
    return history[before + 1]?.at.getTime() ?? null
  }
  const hold = history.findLast(({ name }) => name === 'hold')
  return [['resolved_at', began(['resolved', 'closed'])], ['closed_at', began(['closed'])], ['hold_until', last === 'on_hold' ? momentIn(hold?.details.until) : null]]
}


function tagsBefore ({ details: { added, removed } }: TicketEvent, tags: FactValue): string[] {
  const list = (value: unknown): string[] => Array.isArray(value) ? value.map(String) : []
  return [...list(tags).filter(tag => !list(added).includes(tag)), ...list(removed)].sort()
}
