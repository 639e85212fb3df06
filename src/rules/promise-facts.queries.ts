import type { Reader } from '../platform/database/database.js'
import { minute } from '../platform/clock.js'
import { Target } from '../tickets/target.entity.js'
import type { Ticket } from '../tickets/ticket.entity.js'
import { asksAny, type Asking } from './asking.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

/** What was promised on a ticket and how that stands, as far as rules ask about it. */
export async function findPromiseFacts (reader: Reader, asking: Asking, ticket: Ticket, at: Date): Promise<Array<[FieldName, FactValue]>> {
  const { slaPolicyId, nextDueAt, dueAt } = ticket
  const facts: Array<[FieldName, FactValue]> = [
    ['sla_policy', slaPolicyId === null ? null : String(slaPolicyId)], ['next_due_at', nextDueAt?.getTime() ?? null], ['due_at', dueAt?.getTime() ?? null],
    ['minutes_to_due', nextDueAt === null ? null : Math.floor((nextDueAt.getTime() - at.getTime()) / minute)]
  ]
  if (!asksAny(asking, 'is_overdue', 'is_warned')) return facts
  const open = (await reader.findBy(Target, { ticketId: ticket.id })).filter(({ metAt, droppedAt }) => (metAt === null || metAt > at) && (droppedAt === null || droppedAt > at))
  const isOver = open.some(({ dueAt, breachedAt }) => (breachedAt !== null && breachedAt <= at) || (dueAt !== null && dueAt <= at)) || (dueAt !== null && dueAt <= at && ticket.nextDueAt !== null)
  return [...facts, ['is_overdue', isOver], ['is_warned', open.some(({ takenSteps }) => takenSteps?.some(step => step.at <= at.getTime()) === true)]]
}
