import type { RequesterActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import type { MessagePart } from '../platform/mime/parsed-message.js'
import { Department } from '../departments/department.entity.js'
import type { ClosurePolicy } from '../departments/choices.js'
import { Status } from './status.entity.js'
import { Ticket } from './ticket.entity.js'
import { findClosurePolicy, findSharedTicketByNumber } from './ticket.queries.js'
import { listTargetRows, partsOf, type TargetRow } from './ticket-page.queries.js'

export interface PublicEntryRow { id: number, kind: 'message' | 'reply', personId: number | null, authorName: string, text: string, parts: MessagePart[] | null, source: string, isSolution: number, createdAt: number }
export interface PublicPerson { id: number, name: string, isMuted: boolean }
export interface PublicFile { id: number, entryId: number, name: string, size: number, sha256: string }

export interface PublicRequest {
  ticket: Ticket
  department: Department
  closurePolicy: ClosurePolicy
  publicLabel: string | null
  assigneeName: string | null
  requesterName: string
  entries: PublicEntryRow[]
  people: PublicPerson[]
  files: PublicFile[]
  targets: TargetRow[]
  answers: Array<{ label: string, value: unknown }>
  milestones: { takenUpAt: number | null }
}

/**
 * Everything of one request that the person may see, also as a colleague of the requester. Notes, and replies that have not left or were taken
 * back, are left out by the statements themselves, so that no template can show them. @throws NotFound
 */
export async function findPublicRequest (reader: Reader, actor: RequesterActor, number: string, now: Date): Promise<PublicRequest> {
  const ticket = await findSharedTicketByNumber(reader, actor, number)
  const at = now.getTime()
  const seen = "e.kind <> 'note' AND e.withdrawn_at IS NULL AND (e.leaves_at IS NULL OR e.leaves_at <= ?)"
  const [department, closurePolicy, status, names, entries, people, files, targets, answers, taken] = await Promise.all([
    reader.findOneByOrFail(Department, { id: ticket.departmentId }),
    findClosurePolicy(reader, ticket),
    ticket.statusId === null ? null : reader.findOneBy(Status, { id: ticket.statusId }),
    reader.query('SELECT p.name AS requester, a.name AS assignee FROM people p LEFT JOIN agents a ON a.id = ? WHERE p.id = ?', [ticket.assigneeId, ticket.requesterId]) as Promise<Array<{ requester: string, assignee: string | null }>>,
    reader.query(`SELECT id, kind, person_id AS personId, author_name AS authorName, text, parts, source, is_solution AS isSolution, created_at AS createdAt FROM thread_entries e WHERE e.ticket_id = ? AND ${seen} ORDER BY e.id DESC LIMIT 200`, [ticket.id, at]) as Promise<Array<Omit<PublicEntryRow, 'parts'> & { parts: string | null }>>,
    reader.query('SELECT p.id, p.name, i.is_muted AS isMuted FROM participants i JOIN people p ON p.id = i.person_id WHERE i.ticket_id = ? ORDER BY i.added_at', [ticket.id]) as Promise<Array<Omit<PublicPerson, 'isMuted'> & { isMuted: number }>>,
    reader.query(`SELECT f.id, f.entry_id AS entryId, f.name, f.size, f.sha256 FROM attachments f JOIN thread_entries e ON e.id = f.entry_id WHERE f.ticket_id = ? AND ${seen} ORDER BY f.id`, [ticket.id, at]) as Promise<PublicFile[]>,
    listTargetRows(reader, ticket.id),
    reader.query('SELECT q.label, n.value FROM answers n JOIN questions q ON q.id = n.question_id WHERE n.ticket_id = ? AND q.is_public = 1 ORDER BY q.position', [ticket.id]) as Promise<Array<{ label: string, value: string }>>,
    reader.query("SELECT MIN(at) AS at FROM ticket_events WHERE ticket_id = ? AND name IN ('take_up', 'assigned')", [ticket.id]) as Promise<Array<{ at: number | null }>>
  ])
  return {
    ticket, department, closurePolicy, targets, files,
    publicLabel: status?.publicLabel || null,
    assigneeName: names[0]?.assignee ?? null,
    requesterName: names[0]?.requester ?? '',
    entries: entries.reverse().map(entry => ({ ...entry, parts: partsOf(entry.parts) })),
    people: people.map(person => ({ ...person, isMuted: Boolean(person.isMuted) })),
    answers: answers.map(({ label, value }) => ({ label, value: JSON.parse(value) as unknown })),
    milestones: { takenUpAt: taken[0]?.at == null ? null : Number(taken[0].at) }
  }
}
