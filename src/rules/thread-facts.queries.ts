import { In, LessThanOrEqual } from 'typeorm'
import type { Reader } from '../platform/database/database.js'
import { Person } from '../accounts/person.entity.js'
import { Participant } from '../tickets/participant.entity.js'
import { ThreadEntry } from '../tickets/thread-entry.entity.js'
import { TicketLink } from '../tickets/ticket-link.entity.js'
import { asksAny, type Asking } from './asking.js'
import type { FactValue } from './operators.js'
import type { FieldName } from './rule-fields.js'

/** What was written on a ticket up to a moment, as far as rules ask about it. A reply that was taken back was not written. */
export async function findThreadFacts (reader: Reader, asking: Asking, ticketId: number, upTo: Date): Promise<Array<[FieldName, FactValue]>> {
  if (!asksAny(asking, 'entry_count', 'active_at', 'last_message_at', 'first_reply_at', 'last_reply_at')) return []
  const entries = (await reader.find(ThreadEntry, { select: { id: true, kind: true, createdAt: true, withdrawnAt: true }, where: { ticketId, createdAt: LessThanOrEqual(upTo) }, order: { id: 'ASC' } }))
    .filter(({ withdrawnAt }) => withdrawnAt === null)
  const replies = entries.filter(({ kind }) => kind === 'reply')
  return [
    ['entry_count', entries.length],
    ['active_at', timeOf(entries.at(-1))],
    ['last_message_at', timeOf(entries.findLast(({ kind }) => kind === 'message'))],
    ['first_reply_at', timeOf(replies[0])],
    ['last_reply_at', timeOf(replies.at(-1))]
  ]
}

const timeOf = (entry: ThreadEntry | undefined): number | null => entry?.createdAt.getTime() ?? null

/** Who else takes part in a ticket, and whether it is tied to others. */
export async function findTiesFacts (reader: Reader, asking: Asking, ticketId: number): Promise<Array<[FieldName, FactValue]>> {
  const facts: Array<[FieldName, FactValue]> = []
  if (asking.fields.has('participants')) {
    const personIds = (await reader.findBy(Participant, { ticketId })).map(({ personId }) => personId)
    facts.push(['participants', personIds.length === 0 ? [] : (await reader.findBy(Person, { id: In(personIds) })).map(({ email }) => email).sort()])
  }
  if (asking.fields.has('is_linked')) facts.push(['is_linked', await reader.existsBy(TicketLink, [{ fromId: ticketId }, { toId: ticketId }])])
  return facts
}
