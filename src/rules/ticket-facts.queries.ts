import type { Reader } from '../platform/database/database.js'
import { Answer } from '../forms/answer.entity.js'
import { Person } from '../accounts/person.entity.js'
import { Company } from '../companies/company.entity.js'
import { findHours } from '../schedules/schedule.queries.js'
import { isOpenAt } from '../schedules/working-time.js'
import { Attachment } from '../tickets/attachment.entity.js'
import { ThreadEntry } from '../tickets/thread-entry.entity.js'
import type { TicketEvent } from '../tickets/ticket-event.entity.js'
import { TicketTag } from '../tickets/ticket-tag.entity.js'
import type { Ticket } from '../tickets/ticket.entity.js'
import type { Facts } from './condition.js'
import { changesOf } from './event-changes.js'
import { domainOf, idText } from './facts.js'
import type { FactValue } from './operators.js'
import type { FieldName, Trigger } from './rule-fields.js'

/** What rules see of a ticket that is there; of an event also who caused it and what it changed. */
export async function findTicketFacts (reader: Reader, trigger: Trigger, ticket: Ticket, event: TicketEvent | null, now: Date): Promise<Facts> {
  const requester = await reader.findOneByOrFail(Person, { id: ticket.requesterId })
  const company = ticket.companyId === null ? null : await reader.findOneBy(Company, { id: ticket.companyId })
  const tags = (await reader.findBy(TicketTag, { ticketId: ticket.id })).map(({ tag }) => tag).sort()
  const entry = await findEntry(reader, ticket, event)
  const fileNames = entry === null ? [] : (await reader.findBy(Attachment, { entryId: entry.id })).map(({ name }) => name)
  const { hours } = await findHours(reader, ticket.departmentId)

  const values = new Map<FieldName, FactValue>([
    ['subject', ticket.subject], ['text', entry?.text ?? ''], ['source', ticket.source],
    ['topic', idText(ticket.topicId)], ['department', idText(ticket.departmentId)], ['team', idText(ticket.teamId)], ['assignee', idText(ticket.assigneeId)],
    ['priority', String(ticket.priority)], ['state', ticket.state], ['status', idText(ticket.statusId)], ['whose_move', ticket.waitingOn], ['tags', tags],
    ['requester_name', requester.name], ['requester_email', requester.email], ['requester_domain', domainOf(requester.email)],
    ['company', idText(ticket.companyId)], ['company_name', company?.name ?? ''], ['author', event?.actorParty ?? 'system'],
    ['recipients', []], ['reply_to_email', ''], ['reply_to_name', ''], ['file_names', fileNames], ['file_count', fileNames.length],
    ['reopened_count', ticket.reopenedCount], ['is_open_now', isOpenAt(hours, now)], ['is_automatic', false]
  ])
  for (const { questionId, value } of await reader.findBy(Answer, { ticketId: ticket.id })) values.set(`question.${questionId}`, value)
  return { trigger, values, before: event === null ? new Map() : changesOf(event) }
}

/** The entry that an event is about, or else the latest thing that people said to each other. */
async function findEntry (reader: Reader, { id: ticketId }: Ticket, event: TicketEvent | null): Promise<ThreadEntry | null> {
  const entryId = event?.details.entryId
  if (typeof entryId === 'number') return reader.findOneBy(ThreadEntry, { id: entryId, ticketId })
  return reader.findOne(ThreadEntry, { where: { ticketId, kind: 'message' }, order: { id: 'DESC' } })
}
