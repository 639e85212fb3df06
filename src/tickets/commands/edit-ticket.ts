import { Answer, type AnswerValue } from '../../forms/answer.entity.js'
import { Question } from '../../forms/question.entity.js'
import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields, Stale } from '../../platform/errors.js'
import { Status } from '../status.entity.js'
import type { EventDetails } from '../ticket-event.entity.js'
import type { Priority, Ticket } from '../ticket.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import { changedSince, propertyEvents } from './changed-since.js'
import { checkedSubject } from './checked-subject.js'
import { saveChange } from './save-change.js'

interface TicketEdit {
  ticketId: number
  /** The version that the form was drawn from. */
  version: number | null
  subject?: string
  priority?: Priority
  dueAt?: Date | null
  statusId?: number | null
  answers?: ReadonlyMap<number, AnswerValue>
}

/**
 * Changes a ticket's properties, each with a line of history of its own.
 *
 * @throws NotFound, Forbidden, InvalidFields
 * @throws Stale when somebody else changed a property since the form was drawn.
 */
export async function editTicket (ctx: Context, edit: TicketEdit): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, edit.ticketId)
    if (!ticketPolicy.edit(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.edit')
    if (edit.version !== null && await changedSince(manager, ticket, edit.version, propertyEvents)) throw new Stale()

    const record = async (name: string, details: EventDetails) => saveChange(ctx, manager, ticket, ticket.record(name, ctx.actor, ctx.clock.now(), details))
    await changeSubject(ticket, edit.subject, record)
    await changePriority(ticket, edit.priority, record)
    await changeDueDate(ticket, edit.dueAt, record)
    await changeStatus(manager, ticket, edit.statusId, record)
    await changeAnswers(manager, ticket, edit.answers, record)
    return ticket
  })
}

type Recorder = (name: string, details: EventDetails) => Promise<unknown>

async function changeSubject (ticket: Ticket, subject: string | undefined, record: Recorder): Promise<void> {
  const clean = subject === undefined ? ticket.subject : checkedSubject(subject)
  if (clean === ticket.subject) return

  const from = ticket.subject
  ticket.subject = clean
  await record('subject_changed', { from, to: clean })
}

async function changePriority (ticket: Ticket, priority: Priority | undefined, record: Recorder): Promise<void> {
  if (priority === undefined || priority === ticket.priority) return

  const from = ticket.priority
  ticket.priority = priority
  await record('priority_changed', { from, to: priority })
}

async function changeDueDate (ticket: Ticket, dueAt: Date | null | undefined, record: Recorder): Promise<void> {
  if (dueAt === undefined || dueAt?.getTime() === ticket.dueAt?.getTime()) return

  const from = ticket.dueAt?.toISOString() ?? null
  ticket.dueAt = dueAt
  await record('due_changed', { from, to: dueAt?.toISOString() ?? null })
}

async function changeStatus (manager: EntityManager, ticket: Ticket, statusId: number | null | undefined, record: Recorder): Promise<void> {
  if (statusId === undefined || statusId === ticket.statusId) return

  const status = statusId === null ? null : await manager.findOneBy(Status, { id: statusId, state: ticket.state, isActive: true })
  if (statusId !== null && status === null) throw new InvalidFields({ status: { key: 'refusal.not_a_choice' } })
  ticket.statusId = status?.id ?? null
  await record('status_changed', { label: status?.label ?? null })
}

async function changeAnswers (manager: EntityManager, ticket: Ticket, answers: TicketEdit['answers'], record: Recorder): Promise<void> {
  for (const [questionId, value] of answers ?? []) {
    const question = await manager.findOneBy(Question, { id: questionId })
    const before = (await manager.findOneBy(Answer, { ticketId: ticket.id, questionId }))?.value ?? null
    if (question === null || JSON.stringify(before) === JSON.stringify(value)) continue

    await manager.upsert(Answer, { ticketId: ticket.id, questionId, value }, ['ticketId', 'questionId'])
    await record('field_changed', { questionId, label: question.label, before, after: value })
  }
}
