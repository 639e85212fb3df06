import { holds, type AgentActor } from '../platform/actor.js'
import type { ClosurePolicy } from '../departments/choices.js'
import { ticketPolicy } from '../tickets/ticket.policy.js'
import type { TicketTransition } from '../tickets/ticket.lifecycle.js'
import type { EntryRow, EventRow, Margin } from '../tickets/ticket-page.queries.js'
import type { TicketRecord } from '../tickets/ticket-records.queries.js'
import type { Priority } from '../tickets/ticket.entity.js'

const priorityNames = ['low', 'normal', 'high', 'urgent'] as const
export type PriorityName = typeof priorityNames[number]

export const priorityOf = (name: PriorityName): Priority => priorityNames.indexOf(name) + 1 as Priority

/** A moment as programs write it, RFC 3339 in UTC. */
export const moment = (at: number | string): string => new Date(Number(at)).toISOString()
export const momentOrNull = (at: number | string | null): string | null => at === null ? null : moment(at)

const named = (id: number | null, name: string | null) => id === null || name === null ? null : { id, name }

/** A ticket as programs read it. */
export function presentRecord (row: TicketRecord) {
  return {
    id: row.id,
    number: row.number,
    subject: row.subject,
    state: row.state,
    status: row.statusLabel,
    waitingOn: row.waitingOn,
    priority: priorityNames[row.priority - 1]!,
    source: row.source,
    requester: { id: row.requesterId, name: row.requesterName, email: row.requesterEmail },
    company: named(row.companyId, row.companyName),
    department: { id: row.departmentId, name: row.departmentName },
    team: named(row.teamId, row.teamName),
    assignee: named(row.assigneeId, row.assigneeName),
    topic: named(row.topicId, row.topicName),
    slaPolicy: named(row.slaPolicyId, row.slaPolicyName),
    tags: row.tags === null ? [] : row.tags.split(',').sort(),
    nextDueAt: momentOrNull(row.nextDueAt),
    dueAt: momentOrNull(row.dueAt),
    holdReason: row.holdReason,
    holdUntil: momentOrNull(row.holdUntil),
    resolvedAt: momentOrNull(row.resolvedAt),
    closedAt: momentOrNull(row.closedAt),
    mergedIntoId: row.mergedIntoId,
    createdAt: moment(row.createdAt),
    activeAt: moment(row.activeAt),
    version: row.version
  }
}

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
