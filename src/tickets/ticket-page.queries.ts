import { askPrepared } from '../platform/database/ask-prepared.js'
import type { Reader } from '../platform/database/database.js'
import type { TargetKind } from '../sla/target-kind.js'
import type { MessagePart } from '../platform/mime/parsed-message.js'
import type { WaitingOn } from '../platform/define-lifecycle.js'
import { draftFilesKey } from './draft-files.js'
import { listReferrals, type ReferralRow } from './referral.queries.js'
import type { EventDetails } from './ticket-event.entity.js'
import type { EntryKind } from './thread-entry.entity.js'
import type { LinkKind } from './ticket-link.entity.js'
import { listTaskRows, type TaskRow } from './tasks/task.queries.js'
import type { Source } from './source.js'
import type { Priority } from './ticket.entity.js'
import type { TicketState } from './ticket.lifecycle.js'

/** A ticket with the names that its page shows, in one statement. Moments are epoch milliseconds. */
export interface TicketRow {
  id: number, number: string, subject: string, state: TicketState, waitingOn: WaitingOn, waitingSince: number
  priority: Priority, source: Source, version: number, createdAt: number, nextDueAt: number | null, dueAt: number | null
  holdReason: string | null, holdUntil: number | null, closesAt: number | null, returnsAt: number | null, closedAt: number | null
  requesterId: number, requesterName: string, requesterEmail: string, requesterPhone: string | null
  departmentId: number, departmentName: string, closurePolicy: string, topicClosurePolicy: string | null
  teamId: number | null, teamName: string | null, assigneeId: number | null, assigneeName: string | null
  topicId: number | null, topicName: string | null, statusId: number | null, statusLabel: string | null
  policyName: string | null, mergedIntoId: number | null, mergedIntoNumber: string | null, score: number | null, asksQuestions: number
  companyId: number | null, companyName: string | null, companyNote: string | null, accountManagerName: string | null
  bouncedAt: number | null, bounceText: string | null, bounceHeldAt: number | null
}

const ticketSql = `
  SELECT t.id, t.number, t.subject, t.state, t.waiting_on AS waitingOn, t.waiting_since AS waitingSince, t.priority, t.source, t.version,
    t.created_at AS createdAt, t.next_due_at AS nextDueAt, t.due_at AS dueAt, t.hold_reason AS holdReason, t.hold_until AS holdUntil,
    t.closes_at AS closesAt, t.returns_at AS returnsAt, t.closed_at AS closedAt, t.requester_id AS requesterId, p.name AS requesterName, p.email AS requesterEmail, p.phone AS requesterPhone,
    t.department_id AS departmentId, d.name AS departmentName, d.closure_policy AS closurePolicy, o.closure_policy AS topicClosurePolicy,
    t.team_id AS teamId, e.name AS teamName, t.assignee_id AS assigneeId, a.name AS assigneeName, t.topic_id AS topicId, o.name AS topicName,
    t.status_id AS statusId, s.label AS statusLabel, l.name AS policyName, t.merged_into_id AS mergedIntoId, m.number AS mergedIntoNumber, r.score,
    EXISTS (SELECT 1 FROM questions q WHERE q.topic_id = t.topic_id AND q.is_active = 1 AND q.kind <> 'file') AS asksQuestions,
    t.company_id AS companyId, y.name AS companyName, y.note AS companyNote, g.name AS accountManagerName,
    b.bounced_at AS bouncedAt, b.text AS bounceText, b.held_at AS bounceHeldAt
  FROM tickets t
  JOIN people p ON p.id = t.requester_id
  JOIN departments d ON d.id = t.department_id
  LEFT JOIN teams e ON e.id = t.team_id
  LEFT JOIN agents a ON a.id = t.assignee_id
  LEFT JOIN topics o ON o.id = t.topic_id
  LEFT JOIN statuses s ON s.id = t.status_id
  LEFT JOIN sla_policies l ON l.id = t.sla_policy_id
  LEFT JOIN tickets m ON m.id = t.merged_into_id
  LEFT JOIN ratings r ON r.ticket_id = t.id
  LEFT JOIN companies y ON y.id = t.company_id
  LEFT JOIN agents g ON g.id = y.account_manager_id AND g.is_active = 1
  LEFT JOIN bounced_addresses b ON b.address = p.email
  WHERE t.id = ?`

/** The caller checks that the actor may see it. */
export async function findTicketRow (reader: Reader, id: number): Promise<TicketRow | null> {
  const [row] = await reader.query(ticketSql, [id]) as TicketRow[]
  return row ?? null
}

export interface EntryRow {
  id: number, kind: EntryKind, agentId: number | null, personId: number | null, authorName: string, text: string, parts: MessagePart[] | null, source: Source
  isSolution: number, leavesAt: number | null, withdrawnAt: number | null, createdAt: number
}

/** The newest entries of a thread, oldest first, from before an id when one is given. */
export async function listEntryRows (reader: Reader, ticketId: number, limit: number, before: number | null = null): Promise<EntryRow[]> {
  const rows = await reader.query(`
    SELECT id, kind, agent_id AS agentId, person_id AS personId, author_name AS authorName, text, parts, source, is_solution AS isSolution,
      leaves_at AS leavesAt, withdrawn_at AS withdrawnAt, created_at AS createdAt
    FROM thread_entries WHERE ticket_id = ?${before === null ? '' : ' AND id < ?'} ORDER BY id DESC LIMIT ${limit}`,
  before === null ? [ticketId] : [ticketId, before]) as Array<Omit<EntryRow, 'parts'> & { parts: string | null }>
  return rows.reverse().map(row => ({ ...row, parts: partsOf(row.parts) }))
}

/** Parts as the column holds them. */
export function partsOf (column: string | null): MessagePart[] | null {
  return column === null ? null : JSON.parse(column) as MessagePart[]
}

export interface EventRow { id: number, name: string, fromState: TicketState, toState: TicketState, actorName: string, details: EventDetails, at: number }

/** The latest of what happened between the entries, oldest first. Entries speak for themselves and are left out. */
export async function listEventRows (reader: Reader, ticketId: number): Promise<EventRow[]> {
  const rows = await reader.query(`
    SELECT id, name, from_state AS fromState, to_state AS toState, actor_name AS actorName, details, at
    FROM ticket_events WHERE ticket_id = ? AND name NOT IN ('created', 'replied', 'noted', 'message_received')
    ORDER BY id DESC LIMIT 200`, [ticketId]) as Array<Omit<EventRow, 'details'> & { details: string }>
  return rows.reverse().map(row => ({ ...row, details: JSON.parse(row.details) as EventDetails }))
}

/** What service levels did by themselves on a ticket, oldest first. */
export async function listStepRows (reader: Reader, ticketId: number): Promise<EventRow[]> {
  return (await listEventRows(reader, ticketId)).filter(({ name, details }) => ['target_warned', 'step_taken', 'step_failed'].includes(name) && details.step !== undefined)
}

export interface TargetRow {
  kind: TargetKind, minutes: number, scheduleId: number | null, startedAt: number, runningSince: number | null, usedMs: number
  dueAt: number | null, metAt: number | null, breachedAt: number | null, droppedAt: number | null
}

export interface Margin {
  tags: string[]
  participants: Array<{ id: number, name: string, email: string, isMuted: boolean }>
  links: Array<{ id: number, departmentId: number, number: string, subject: string, state: TicketState, kind: LinkKind, isFrom: boolean }>
  files: Array<{ id: number, entryId: number | null, questionId: number | null, name: string, size: number, sha256: string }>
  answers: Array<{ questionId: number, label: string, kind: string, value: unknown }>
  targets: TargetRow[]
  tasks: TaskRow[]
  present: Array<{ name: string, activity: 'viewing' | 'reply' | 'note' }>
  draft: { kind: 'reply' | 'note', text: string, savedAt: number, ticketVersion: number } | null
  /** Files that wait for the agent's next reply or note. */
  draftFiles: Array<{ id: number, name: string, size: number }>
  referrals: ReferralRow[]
}

const linkKinds = ['related', 'continues', 'blocks'] as const
/** A number, since all parts share their columns. */
const linkKind = "CASE k.kind WHEN 'continues' THEN 1 WHEN 'blocks' THEN 2 ELSE 0 END"

const marginSql = `
  SELECT 'tag' AS part, 0 AS a, 0 AS b, tag AS c, NULL AS d, NULL AS e, 0 AS f FROM ticket_tags WHERE ticket_id = ?
  UNION ALL SELECT 'participant', p.id, i.is_muted, p.name, p.email, NULL, 0 FROM participants i JOIN people p ON p.id = i.person_id WHERE i.ticket_id = ?
  UNION ALL SELECT 'link_to', t.id, t.department_id, t.number, t.subject, t.state, ${linkKind} FROM ticket_links k JOIN tickets t ON t.id = k.to_id WHERE k.from_id = ?
  UNION ALL SELECT 'link_from', t.id, t.department_id, t.number, t.subject, t.state, ${linkKind} FROM ticket_links k JOIN tickets t ON t.id = k.from_id WHERE k.to_id = ?
  UNION ALL SELECT 'file', f.id, f.entry_id, f.name, f.sha256, NULL, f.size FROM attachments f WHERE f.ticket_id = ?
  UNION ALL SELECT 'answer', n.question_id, q.position, q.label, n.value, q.kind, 0 FROM answers n JOIN questions q ON q.id = n.question_id WHERE n.ticket_id = ?
  UNION ALL SELECT 'present', r.agent_id, 0, a.name, r.activity, NULL, 0 FROM presences r JOIN agents a ON a.id = r.agent_id WHERE r.ticket_id = ? AND r.agent_id <> ? AND r.seen_at > ?
  UNION ALL SELECT 'draft', f.ticket_version, 0, f.kind, f.text, NULL, f.saved_at FROM drafts f WHERE f.ticket_id = ? AND f.agent_id = ?
  UNION ALL SELECT 'draft_file', f.id, 0, f.name, NULL, NULL, f.size FROM attachments f WHERE f.form_key = ?`

interface MarginRow { part: string, a: number, b: number, c: string, d: string | null, e: string | null, f: number }

/** Everything small that stands beside the thread, in one statement for the lists and one each for targets, tasks and referrals. */
export async function findMargin (reader: Reader, ticketId: number, agentId: number, presentSince: Date): Promise<Margin> {
  const [rows, targets, tasks, referrals] = await Promise.all([
    askPrepared<MarginRow>(reader, marginSql, [ticketId, ticketId, ticketId, ticketId, ticketId, ticketId, ticketId, agentId, presentSince.getTime(), ticketId, agentId, draftFilesKey(agentId, ticketId)]),
    listTargetRows(reader, ticketId),
    listTaskRows(reader, ticketId),
    listReferrals(reader, ticketId)
  ])
  const part = (name: string) => rows.filter(row => row.part === name)
  const [draft] = part('draft')

  return {
    tags: part('tag').map(({ c }) => c),
    participants: part('participant').map(({ a, b, c, d }) => ({ id: a, isMuted: Boolean(b), name: c, email: d ?? '' })),
    links: [...part('link_to'), ...part('link_from')].map(({ part, a, b, c, d, e, f }) => ({ id: a, departmentId: b, isFrom: part === 'link_to', number: c, subject: d ?? '', state: e as TicketState, kind: linkKinds[Number(f)]! })),
    files: part('file').map(({ a, b, c, d, f }) => ({ id: a, entryId: b, questionId: null, name: c, size: Number(f), sha256: d ?? '' })),
    answers: part('answer').sort((x, y) => x.b - y.b).map(({ a, c, d, e }) => ({ questionId: a, label: c, kind: e ?? '', value: JSON.parse(d ?? 'null') as unknown })),
    present: part('present').map(({ c, d }) => ({ name: c, activity: d as 'viewing' })),
    draft: draft === undefined ? null : { ticketVersion: draft.a, kind: draft.c as 'reply', text: draft.d ?? '', savedAt: Number(draft.f) },
    draftFiles: part('draft_file').map(({ a, c, f }) => ({ id: a, name: c, size: Number(f) })),
    targets,
    tasks,
    referrals
  }
}

export async function listTargetRows (reader: Reader, ticketId: number): Promise<TargetRow[]> {
  return reader.query(`
    SELECT kind, minutes, schedule_id AS scheduleId, started_at AS startedAt, running_since AS runningSince, used_ms AS usedMs, due_at AS dueAt,
      met_at AS metAt, breached_at AS breachedAt, dropped_at AS droppedAt
    FROM targets WHERE ticket_id = ? ORDER BY id`, [ticketId]) as Promise<TargetRow[]>
}
