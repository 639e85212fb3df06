import { holds, type AgentActor } from '../platform/actor.js'
import { moment, momentOrNull } from '../platform/moments.js'
import type { ClosurePolicy } from '../departments/choices.js'
import { ticketPolicy } from '../tickets/ticket.policy.js'
import type { TicketTransition } from '../tickets/ticket.lifecycle.js'
import type { EntryRow, EventRow, Margin } from '../tickets/ticket-page.queries.js'
import type { TicketRecord } from '../tickets/ticket-records.queries.js'
import { named, presentRecord, priorityNames, type PriorityName } from '../tickets/record.presenter.js'
import type { Priority } from '../tickets/ticket.entity.js'

export const priorityOf = (name: PriorityName): Priority => priorityNames.indexOf(name) + 1 as Priority

/** The same with all that hangs on it. Links lead only to tickets that the actor may see. */
export function presentFullTicket (row: TicketRecord, { participants, links, answers, files, tasks }: Margin, { actor, closurePolicy, moves }: { actor: AgentActor, closurePolicy: ClosurePolicy, moves: readonly TicketTransition[] }) {
  return {
    ...presentRecord(row),
    participants: participants.map(({ id, name, email }) => ({ id, name, email })),
    links: links.filter(({ departmentId }) => holds(actor, 'ticket.read', departmentId)).map(({ id, number, subject, state, kind, isFrom }) => ({ id, number, subject, state, kind, as: wayOf(kind, isFrom) })),
    tasks: tasks.map(({ id, text, assigneeId, assigneeName, dueOn, doneAt, doneByName, version }) => ({ id, text, assignee: named(assigneeId, assigneeName), dueOn, doneAt: momentOrNull(doneAt), doneBy: doneByName, version })),
    answers: answers.map(({ questionId, label, value }) => ({ questionId, label, value })),
    files: presentFiles(files),
    moves: moves.filter(name => ticketPolicy.move(actor, name, { ...row, closedAt: null }, closurePolicy))
  }
}

/** What the ticket is to the other one. */
function wayOf (kind: Margin['links'][number]['kind'], isFrom: boolean): string {
  if (kind === 'related') return kind
  return kind === 'continues' ? isFrom ? 'continues' : 'continued_by' : isFrom ? 'blocks' : 'waits_for'
}

export const presentFiles = (files: Margin['files']) => files.map(({ id, entryId, name, size, sha256 }) => ({ id, entryId, name, size, sha256 }))

export function presentEntry (row: EntryRow, files: Margin['files']) {
  return {
    id: row.id,
    kind: row.kind,
    author: row.authorName,
    agentId: row.agentId,
    personId: row.personId,
    text: row.text,
    source: row.source,
    isSolution: Boolean(row.isSolution),
    leavesAt: momentOrNull(row.leavesAt),
    withdrawnAt: momentOrNull(row.withdrawnAt),
    createdAt: moment(row.createdAt),
    fileIds: files.filter(({ entryId }) => entryId === row.id).map(({ id }) => id)
  }
}

export const presentEvent = ({ id, name, actorName, fromState, toState, details, at }: EventRow) =>
  ({ id, name, actor: actorName, fromState, toState, details, at: moment(at) })
