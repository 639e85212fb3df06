import { departmentsWith, type AgentActor } from '../platform/actor.js'
import { askPrepared } from '../platform/database/ask-prepared.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import type { WaitingOn } from '../platform/define-lifecycle.js'
import { referredSightOf } from './referral.policy.js'
import { referredIds, seenBy } from './referral.queries.js'
import type { Source } from './source.js'
import type { Priority } from './ticket.entity.js'
import { ticketLifecycle, type TicketState } from './ticket.lifecycle.js'

/** A ticket as programs read it. Moments are epoch milliseconds. */
export interface TicketRecord {
  id: number, number: string, subject: string, state: TicketState, statusId: number | null, statusLabel: string | null, waitingOn: WaitingOn | null, waitingSince: number
  priority: Priority, source: Source, version: number, createdAt: number, activeAt: number, sortsAt: number, nextDueAt: number | null, dueAt: number | null
  holdReason: string | null, holdUntil: number | null, resolvedAt: number | null, closedAt: number | null
  requesterId: number, requesterName: string, requesterEmail: string, companyId: number | null, companyName: string | null, departmentId: number, departmentName: string
  teamId: number | null, teamName: string | null, assigneeId: number | null, assigneeName: string | null, topicId: number | null, topicName: string | null
  slaPolicyId: number | null, slaPolicyName: string | null, mergedIntoId: number | null, tags: string | null
}

export const recordSorts = ['newest', 'oldest', 'due'] as const
export type RecordSort = typeof recordSorts[number]

export interface RecordFilter {
  states?: readonly TicketState[]
  number?: string
  departmentId?: number
  teamId?: number
  /** Null for tickets that nobody has. */
  assigneeId?: number | null
  requesterEmail?: string
  companyId?: number
  topicId?: number
  priority?: Priority
  tag?: string
  sort: RecordSort
}

export interface RecordCursor { at: number, id: number }
export interface RecordPage { records: TicketRecord[], next: RecordCursor | null }

const columns = `t.id, t.number, t.subject, t.state, t.status_id AS statusId, s.label AS statusLabel, t.waiting_on AS waitingOn, t.waiting_since AS waitingSince, t.priority, t.source, t.version,
  t.created_at AS createdAt, t.active_at AS activeAt, t.sorts_at AS sortsAt, t.next_due_at AS nextDueAt, t.due_at AS dueAt, t.hold_reason AS holdReason, t.hold_until AS holdUntil,
  t.resolved_at AS resolvedAt, t.closed_at AS closedAt, t.requester_id AS requesterId, p.name AS requesterName, p.email AS requesterEmail, t.company_id AS companyId, y.name AS companyName, t.department_id AS departmentId, d.name AS departmentName,
  t.team_id AS teamId, e.name AS teamName, t.assignee_id AS assigneeId, a.name AS assigneeName, t.topic_id AS topicId, o.name AS topicName,
  t.sla_policy_id AS slaPolicyId, l.name AS slaPolicyName, t.merged_into_id AS mergedIntoId, (SELECT GROUP_CONCAT(g.tag) FROM ticket_tags g WHERE g.ticket_id = t.id) AS tags`

const names = `JOIN people p ON p.id = t.requester_id JOIN departments d ON d.id = t.department_id LEFT JOIN teams e ON e.id = t.team_id
  LEFT JOIN agents a ON a.id = t.assignee_id LEFT JOIN topics o ON o.id = t.topic_id LEFT JOIN statuses s ON s.id = t.status_id LEFT JOIN sla_policies l ON l.id = t.sla_policy_id
  LEFT JOIN companies y ON y.id = t.company_id`

const orders = {
  newest: { column: 'active_at', direction: 'DESC', beyond: '<' },
  oldest: { column: 'active_at', direction: 'ASC', beyond: '>' },
  due: { column: 'sorts_at', direction: 'ASC', beyond: '>' }
} as const

/** A ticket for an agent who may see it. @throws NotFound */
export async function findTicketRecord (reader: Reader, actor: AgentActor, id: number): Promise<TicketRecord> {
  const [record] = await listRecordsById(reader, actor, [id])
  if (record === undefined) throw new NotFound()
  return record
}

/** A ticket whoever may see it, for programs of the house; null when it is gone. */
export async function findAnyRecord (reader: Reader, id: number): Promise<TicketRecord | null> {
  const [row] = await reader.query(`SELECT ${columns} FROM tickets t ${names} WHERE t.id = ?`, [id]) as TicketRecord[]
  return row ?? null
}

/** Those of these tickets that the agent may see, in the order of the ids. */
export async function listRecordsById (reader: Reader, actor: AgentActor, ids: readonly number[]): Promise<TicketRecord[]> {
  if (ids.length === 0) return []
  const seen = seenBy(actor)
  const rows = await reader.query(`SELECT ${columns} FROM tickets t ${names} WHERE t.id IN (${ids.map(() => '?').join(', ')}) AND ${seen.sql}`, [...ids, ...seen.values]) as TicketRecord[]
  return ids.flatMap(id => rows.filter(row => row.id === id))
}

/**
 * A page of the tickets that the agent may see: those of his or her departments, and what is referred to these or to the agent. Each slice of department and state, or of an agent, a team or a person, is
 * read in the order of an index and gives at most a page, and what is referred is little; names are joined for the rows of the page alone.
 */
export async function listTicketRecords (reader: Reader, actor: AgentActor, filter: RecordFilter, { after, limit }: { after: RecordCursor | null, limit: number }): Promise<RecordPage> {
  const { column, direction } = orders[filter.sort]
  const slices = await slicesFor(reader, actor, filter, after)
  if (slices.length === 0) return { records: [], next: null }

  const most = limit + 1
  const parts = slices.map(({ sql }, place) => `SELECT * FROM (SELECT t.id, t.${column} AS ordering FROM tickets t WHERE ${sql} ORDER BY t.${column} ${direction}, t.id ${direction} LIMIT ${most}) b${place}`)
  const rows = await askPrepared<TicketRecord>(reader, `
    SELECT ${columns} FROM (${parts.join(' UNION ALL ')} ORDER BY ordering ${direction}, id ${direction} LIMIT ${most}) page
    JOIN tickets t ON t.id = page.id ${names} ORDER BY page.ordering ${direction}, page.id ${direction}`, slices.flatMap(({ values }) => values))

  const last = rows[limit - 1]
  const at = last === undefined ? 0 : Number(column === 'sorts_at' ? last.sortsAt : last.activeAt)
  return { records: rows.slice(0, limit), next: rows.length > limit && last !== undefined ? { at, id: last.id } : null }
}

export interface Condition { sql: string, values: unknown[] }

async function slicesFor (reader: Reader, actor: AgentActor, filter: RecordFilter, after: RecordCursor | null): Promise<Condition[]> {
  const all = departmentsWith(actor, 'ticket.read')
  const own = filter.departmentId === undefined ? all : all.filter(id => id === filter.departmentId)
  const person = filter.requesterEmail === undefined ? undefined : await findPersonId(reader, filter.requesterEmail)
  if (person === null) return []

  const states = filter.states ?? ticketLifecycle.stateNames.filter(state => state !== 'trashed' && state !== 'merged')
  const anyState: Condition = { sql: `t.state IN (${states.map(() => '?').join(', ')})`, values: [...states] }
  const number: Condition[] = filter.number === undefined ? [] : [{ sql: 't.number = ?', values: [filter.number] }, ...filter.states === undefined ? [] : [anyState]]
  const requester: Condition[] = person === undefined ? [] : [{ sql: 't.requester_id = ?', values: [person] }]
  const common = [...requester, ...commonConditions(filter, after)]
  const slice = (...parts: Condition[]): Condition => joined([...parts, ...common])
  const referred = referredConditions(actor, filter.departmentId).map(condition => slice(condition, ...number.length > 0 ? number : [anyState]))
  if (own.length === 0) return referred

  const within: Condition = { sql: `t.department_id IN (${own.map(() => '?').join(', ')})`, values: own }
  if (number.length > 0) return [slice(...number, within), ...referred]
  if (requester.length > 0) return [slice(anyState, within), ...referred]
  const ofState = (sql: string, value: number): Condition[] => states.map(state => slice({ sql, values: [value] }, { sql: 't.state = ?', values: [state] }, within))
  if (typeof filter.assigneeId === 'number') return [...ofState('t.assignee_id = ?', filter.assigneeId), ...referred]
  if (filter.companyId !== undefined) return [...ofState('t.company_id = ?', filter.companyId), ...referred]
  if (filter.teamId !== undefined) return [...ofState('t.team_id = ?', filter.teamId), ...referred]
  const ofDepartment = own.map((id): Condition => ({ sql: 't.department_id = ?', values: [id] }))
  if (filter.states === undefined && filter.sort !== 'due') return [...ofDepartment.map(department => slice(department, anyState)), ...referred]
  return [...ofDepartment.flatMap(department => states.map(state => slice(department, { sql: 't.state = ?', values: [state] }))), ...referred]
}

/** What an agent sees by a referral alone, of one department or of any. */
function referredConditions (actor: AgentActor, departmentId: number | undefined): Condition[] {
  const sight = referredSightOf(actor)
  if (sight.departmentIds.length === 0 && sight.agentId === null) return []
  const referred = referredIds(sight)
  return [joined([
    { sql: `t.id IN (${referred.sql})`, values: referred.values },
    ...sight.departmentIds.length === 0 ? [] : [{ sql: `t.department_id NOT IN (${sight.departmentIds.map(() => '?').join(', ')})`, values: sight.departmentIds }],
    ...departmentId === undefined ? [] : [{ sql: 't.department_id = ?', values: [departmentId] }]
  ])]
}

async function findPersonId (reader: Reader, email: string): Promise<number | null> {
  const [person] = await reader.query('SELECT id FROM people WHERE email = ?', [email.trim().toLowerCase()]) as Array<{ id: number }>
  return person?.id ?? null
}

/** What a filter asks of a ticket itself, as conditions on `t`. */
export function commonConditions ({ assigneeId, teamId, companyId, topicId, priority, tag, sort }: RecordFilter, after: RecordCursor | null): Condition[] {
  const { column, beyond } = orders[sort]
  const equal = (name: string, value: number | undefined): Condition[] => value === undefined ? [] : [{ sql: `t.${name} = ?`, values: [value] }]
  return [
    ...assigneeId === null ? [{ sql: 't.assignee_id IS NULL', values: [] }] : equal('assignee_id', assigneeId),
    ...equal('team_id', teamId),
    ...equal('company_id', companyId),
    ...equal('topic_id', topicId),
    ...equal('priority', priority),
    ...tag === undefined ? [] : [{ sql: 'EXISTS (SELECT 1 FROM ticket_tags g WHERE g.tag = ? AND g.ticket_id = t.id)', values: [tag] }],
    ...after === null ? [] : [{ sql: `(t.${column} ${beyond} ? OR (t.${column} = ? AND t.id ${beyond} ?))`, values: [after.at, after.at, after.id] }]
  ]
}

const joined = (parts: Condition[]): Condition => ({ sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) })
