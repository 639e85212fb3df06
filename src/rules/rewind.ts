import { after, second } from '../platform/clock.js'
import type { TicketEvent } from '../tickets/ticket-event.entity.js'
import { ticketLifecycle, type TicketState } from '../tickets/ticket.lifecycle.js'
import type { Facts } from './condition.js'
import { changesOf } from './event-changes.js'
import { idText } from './facts.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

/** What an event's line of history does not say of before. */
const untold: ReadonlySet<FieldName> = new Set<FieldName>(['assignee', 'team', 'status', 'whose_move', 'tags'])

/** Rules are asked when the act that an event belongs to is done, so what followed at once had happened too. */
const actLasts = second

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
  if (later.some(({ name }) => ownershipEvents.has(name))) for (const [field, value] of ownersAt(history, asked)) values.set(field, value)
  return { ...facts, values }
}

const ownershipEvents: ReadonlySet<string> = new Set(['assigned', 'unassigned', 'returned', 'transferred'])

/** Who had the ticket, by the last line of history that says so. */
function ownersAt (history: readonly TicketEvent[], asked: Date): Array<[FieldName, FactValue]> {
  const last = history.filter(({ at, name }) => at <= asked && (name === 'assigned' || name === 'unassigned' || name === 'returned')).at(-1)
  const idIn = (value: unknown): string | null => idText(typeof value === 'number' ? value : null)
  return [['assignee', idIn(last?.name === 'returned' ? null : last?.details.agentId)], ...last?.details.teamId === undefined ? [] : [['team', idIn(last.details.teamId)] as [FieldName, FactValue]]]
}

function tagsBefore ({ details: { added, removed } }: TicketEvent, tags: FactValue): string[] {
  const list = (value: unknown): string[] => Array.isArray(value) ? value.map(String) : []
  return [...list(tags).filter(tag => !list(added).includes(tag)), ...list(removed)].sort()
}
