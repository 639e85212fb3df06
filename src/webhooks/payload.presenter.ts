import { moment, momentOrNull } from '../platform/moments.js'
import { presentRecord } from '../tickets/record.presenter.js'
import type { TicketEvent } from '../tickets/ticket-event.entity.js'
import type { ThreadEntry } from '../tickets/thread-entry.entity.js'
import type { TicketRecord } from '../tickets/ticket-records.queries.js'

/** What a webhook is told of an event: what happened, the words that were written, and the ticket as `/api/v1` shows it. */
export function presentPayload (type: string, { event, entry }: { event: TicketEvent, entry: ThreadEntry | null }, record: TicketRecord): string {
  const { id, name, actorParty, actorName, fromState, toState, details, at } = event
  return JSON.stringify({
    type,
    timestamp: at.toISOString(),
    data: {
      event: { id, name, actor: { party: actorParty, name: actorName }, fromState, toState, details, at: at.toISOString() },
      entry: entry === null ? null : {
        id: entry.id, kind: entry.kind, author: entry.authorName, agentId: entry.agentId, personId: entry.personId, text: entry.text, source: entry.source, isSolution: entry.isSolution,
        leavesAt: momentOrNull(entry.leavesAt?.getTime() ?? null), createdAt: moment(entry.createdAt.getTime())
      },
      ticket: presentRecord(record)
    }
  })
}

/** What a rule or a macro tells of its own accord: its name, and the ticket as it is now. */
export const presentCall = (type: string, by: string, record: TicketRecord, now: Date): string => JSON.stringify({ type, timestamp: now.toISOString(), data: { rule: by, ticket: presentRecord(record) } })

/** A message that only tries whether the receiver is there. */
export const presentTest = (type: string, name: string, now: Date): string => JSON.stringify({ type, timestamp: now.toISOString(), data: { webhook: name } })
