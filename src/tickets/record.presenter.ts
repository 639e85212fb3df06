import { moment, momentOrNull } from '../platform/moments.js'
import type { TicketRecord } from './ticket-records.queries.js'

export const priorityNames = ['low', 'normal', 'high', 'urgent'] as const
export type PriorityName = typeof priorityNames[number]

export const named = (id: number | null, name: string | null) => id === null || name === null ? null : { id, name }

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
