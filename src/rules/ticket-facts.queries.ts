import { In, LessThan } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import { hour } from '../platform/clock.js'
import { Answer } from '../forms/answer.entity.js'
import { Person } from '../accounts/person.entity.js'
import { Company } from '../companies/company.entity.js'
import { Attachment } from '../tickets/attachment.entity.js'
import { ThreadEntry } from '../tickets/thread-entry.entity.js'
import { TicketEvent } from '../tickets/ticket-event.entity.js'
import { TicketTag } from '../tickets/ticket-tag.entity.js'
import type { Ticket } from '../tickets/ticket.entity.js'
import { asksQuestions, type Asking } from './asking.js'
import { clockFacts } from './clock-facts.js'
import type { Facts } from './condition.js'
import { changesOf, ownersIn, ownershipEvents } from './event-changes.js'
import { domainOf, idText, mailFacts, megabytes } from './facts.js'
import { findMoment } from './moment.queries.js'
import type { FactValue } from './operators.js'
import { findPromiseFacts } from './promise-facts.queries.js'
import { findRequesterFacts } from './requester-facts.queries.js'
import type { FieldName, Trigger } from './rule-fields.js'
import { findThreadFacts, findTiesFacts } from './thread-facts.queries.js'

/** When rules are asked, about what. */
export interface Question {
  trigger: Trigger
  /** What it is about; null when it is only time that passed. */
  event: TicketEvent | null
  /** The time that conditions speak of: of an event, when it happened. */
  at: Date
  /** What was written after this is left aside. */
  upTo?: Date
}

/** What rules see of a ticket that is there; of an event also who caused it and what it changed. */
export async function findTicketFacts (reader: Reader, asking: Asking, ticket: Ticket, { trigger, event, at, upTo = at }: Question): Promise<Facts> {
  const requester = await reader.findOneByOrFail(Person, { id: ticket.requesterId })
  const company = ticket.companyId === null ? null : await reader.findOneBy(Company, { id: ticket.companyId })
  const tags = (await reader.findBy(TicketTag, { ticketId: ticket.id })).map(({ tag }) => tag).sort()
  const entry = await findEntry(reader, ticket, event)
  const files = entry === null ? [] : await reader.findBy(Attachment, { entryId: entry.id })
  const moment = await findMoment(reader, ticket.departmentId, at, asking)

  const values = new Map<FieldName, FactValue>([
    ['subject', ticket.subject], ['text', entry?.text ?? ''], ['source', ticket.source],
    ['topic', idText(ticket.topicId)], ['department', idText(ticket.departmentId)], ['team', idText(ticket.teamId)], ['assignee', idText(ticket.assigneeId)],
    ['priority', String(ticket.priority)], ['state', ticket.state], ['status', idText(ticket.statusId)], ['whose_move', ticket.waitingOn], ['tags', tags],
    ['requester_name', requester.name], ['requester_email', requester.email], ['requester_domain', domainOf(requester.email)], ['company', idText(ticket.companyId)], ['company_name', company?.name ?? ''], ['author', event?.actorParty ?? 'system'],
    ['file_names', files.map(({ name }) => name)], ['file_count', files.length], ['file_megabytes', megabytes(files.reduce((sum, { size }) => sum + size, 0))],
    ['reopened_count', ticket.reopenedCount], ['created_at', ticket.createdAt.getTime()], ['hours_open', Math.floor((at.getTime() - ticket.createdAt.getTime()) / hour)],
    ['hold_until', timeOf(ticket.holdUntil)], ['resolved_at', timeOf(ticket.resolvedAt)], ['closed_at', timeOf(ticket.closedAt)],
    ...mailFacts(null),
    ...await findRequesterFacts(reader, asking, requester.email, at, ticket.id), ...await findThreadFacts(reader, asking, ticket.id, upTo), ...await findTiesFacts(reader, asking, ticket.id),
    ...await findPromiseFacts(reader, asking, ticket, at), ...clockFacts(moment, asking.fields)
  ])
  if (asksQuestions(asking)) for (const { questionId, value } of await reader.findBy(Answer, { ticketId: ticket.id })) values.set(`question.${questionId}`, value)
  return { trigger, values, before: await findBefore(reader, asking, event), moment }
}

const timeOf = (at: Date | null): number | null => at?.getTime() ?? null

/** The entry that an event is about, or else the latest thing that people said to each other. */
async function findEntry (reader: Reader, { id: ticketId }: Ticket, event: TicketEvent | null): Promise<ThreadEntry | null> {
  const entryId = event?.details.entryId
  if (typeof entryId === 'number') return reader.findOneBy(ThreadEntry, { id: entryId, ticketId })
  return reader.findOne(ThreadEntry, { where: { ticketId, kind: 'message' }, order: { id: 'DESC' } })
}

/** What an event changed, as it was before. Whose a ticket was is told by the line of history before it. */
async function findBefore (reader: Reader, { before }: Asking, event: TicketEvent | null): Promise<Facts['before']> {
  if (event === null) return new Map()
  const changes = changesOf(event)
  if (!before || !ownershipEvents.has(event.name)) return changes
  const earlier = await reader.find(TicketEvent, { where: { ticketId: event.ticketId, id: LessThan(event.id), name: In([...ownershipEvents]) }, order: { id: 'ASC' } })
  return new Map([...changes, ...ownersIn(earlier).filter(([field]) => changes.has(field))])
}
