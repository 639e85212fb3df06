import type { AgentActor } from '../platform/actor.js'
import { askPrepared } from '../platform/database/ask-prepared.js'
import type { Reader } from '../platform/database/database.js'
import type { WaitingOn } from '../platform/define-lifecycle.js'
import { referredIds } from '../tickets/referral.queries.js'
import type { Priority } from '../tickets/ticket.entity.js'
import type { TicketState } from '../tickets/ticket.lifecycle.js'
import type { Branch, Queue, Sort } from './queue.js'

export const rowsAPage = 25

/** Where a page begins: after the row with this sort value and id. */
export interface Cursor { at: number, id: number }

export interface Filters { sort: Sort, highOnly: boolean, unreadOnly: boolean, after: Cursor | null }

export interface QueueRow {
  id: number, number: string, subject: string, state: TicketState, statusLabel: string | null, priority: Priority, version: number
  waitingOn: WaitingOn, waitingSince: number, nextDueAt: number | null, activeAt: number, sortsAt: number, createdAt: number
  lastLine: string, requesterName: string, departmentName: string, assigneeId: number | null, assigneeName: string | null, isUnread: number
  /** How many of its tasks are done, of how many. */
  tasksDone: number, tasks: number
  /** Joined by commas, which no tag holds. */
  tags: string | null
}

const columns = `t.id, t.number, t.subject, t.state, s.label AS statusLabel, t.priority, t.version, t.waiting_on AS waitingOn, t.waiting_since AS waitingSince,
  t.next_due_at AS nextDueAt, t.active_at AS activeAt, t.sorts_at AS sortsAt, t.created_at AS createdAt, t.last_line AS lastLine, p.name AS requesterName, d.name AS departmentName,
  t.assignee_id AS assigneeId, a.name AS assigneeName, CASE WHEN r.read_at IS NULL OR r.read_at < t.active_at THEN 1 ELSE 0 END AS isUnread,
  (SELECT COUNT(*) FROM tasks k WHERE k.ticket_id = t.id) AS tasks, (SELECT COUNT(k.done_at) FROM tasks k WHERE k.ticket_id = t.id) AS tasksDone,
  (SELECT GROUP_CONCAT(g.tag) FROM ticket_tags g WHERE g.ticket_id = t.id) AS tags`

/** The names that a row shows. Takes the agent's id as its one value. */
const names = `
    JOIN people p ON p.id = t.requester_id
    JOIN departments d ON d.id = t.department_id
    LEFT JOIN agents a ON a.id = t.assignee_id
    LEFT JOIN statuses s ON s.id = t.status_id
    LEFT JOIN ticket_reads r ON r.agent_id = ? AND r.ticket_id = t.id`

const orders: Record<Sort, { column: string, direction: 'ASC' | 'DESC', beyond: '>' | '<' }> = {
  due: { column: 'sorts_at', direction: 'ASC', beyond: '>' },
  newest: { column: 'active_at', direction: 'DESC', beyond: '<' },
  oldest: { column: 'active_at', direction: 'ASC', beyond: '>' }
}

/**
 * One page of a queue and one row more, which tells whether there is a next page.
 *
 * Each slice is read in index order and gives at most a page; the union of the slices is sorted and cut.
 * Only then are names joined, for the rows that are shown.
 */
export async function listQueueRows (reader: Reader, actor: AgentActor, queue: Queue, filters: Filters, now: Date): Promise<QueueRow[]> {
  if (queue.branches.length === 0) return []
  const { column, direction } = orders[filters.sort]
  const values: unknown[] = []
  const slices = queue.branches.map((branch, place) => {
    const where = conditions(branch, queue, filters, actor, now)
    values.push(...where.values)
    return `SELECT * FROM (SELECT t.id, t.${column} AS ordering FROM tickets t${where.join} WHERE ${where.sql} ORDER BY t.${column} ${direction}, t.id ${direction} LIMIT ${rowsAPage + 1}) b${place}`
  })

  return askPrepared<QueueRow>(reader, `
    SELECT ${columns} FROM (${slices.join(' UNION ALL ')} ORDER BY ordering ${direction}, id ${direction} LIMIT ${rowsAPage + 1}) page
    JOIN tickets t ON t.id = page.id ${names}
    ORDER BY page.ordering ${direction}, page.id ${direction}`, [...values, actor.id])
}

/** Rows of tickets that were found otherwise, in the order of the ids. The caller has seen to it that the agent may see them. */
export async function listRowsById (reader: Reader, actor: AgentActor, ids: number[]): Promise<QueueRow[]> {
  if (ids.length === 0) return []
  const rows = await reader.query(`SELECT ${columns} FROM tickets t ${names} WHERE t.id IN (${ids.map(() => '?').join(', ')})`, [actor.id, ...ids]) as QueueRow[]
  return ids.flatMap(id => rows.filter(row => row.id === id))
}

function conditions (branch: Branch, queue: Queue, { sort, highOnly, unreadOnly, after }: Filters, actor: AgentActor, now: Date): { sql: string, join: string, values: unknown[] } {
  const { column, beyond } = orders[sort]
  const { parts, values } = sliceOf(branch, actor)
  if (queue.onlyOverdue) {
    parts.push('t.sorts_at < ?')
    values.push(now.getTime())
  }
  if (highOnly) parts.push('t.priority >= 3')
  if (after !== null) {
    parts.push(`(t.${column} ${beyond} ? OR (t.${column} = ? AND t.id ${beyond} ?))`)
    values.push(after.at, after.at, after.id)
  }
  if (!unreadOnly) return { sql: parts.join(' AND '), join: '', values }

  parts.push('(r.read_at IS NULL OR r.read_at < t.active_at)')
  return { sql: parts.join(' AND '), join: ' LEFT JOIN ticket_reads r ON r.agent_id = ? AND r.ticket_id = t.id', values: [actor.id, ...values] }
}

/** What an index serves of a branch. */
function sliceOf (branch: Branch, actor: AgentActor): { parts: string[], values: unknown[] } {
  if ('referredTo' in branch) {
    const referred = referredIds(branch.referredTo)
    return { parts: [`t.id IN (${referred.sql})`, 't.state = ?'], values: [...referred.values, branch.state] }
  }
  const parts = [`t.${branch.column} = ?`, 't.state = ?']
  const values: unknown[] = [branch.value, branch.state]
  if (branch.unassigned === true) parts.push('t.assignee_id IS NULL')
  if (branch.column !== 'department_id') parts.push(seenDepartments(actor, values))
  return { parts, values }
}

/** An agent who left a department no longer sees what was assigned there, whoever it is assigned to. */
function seenDepartments (actor: AgentActor, values: unknown[]): string {
  const seen = [...actor.departments].filter(([, held]) => held.has('ticket.read')).map(([id]) => id)
  values.push(...seen)
  return seen.length === 0 ? '1 = 0' : `t.department_id IN (${seen.map(() => '?').join(', ')})`
}

export const countCap = 1000

/**
 * How many tickets each queue holds, each counted by index and no further than the cap, in one statement.
 * Queues overlap: a slice that several share is counted once.
 */
export async function countQueues (reader: Reader, actor: AgentActor, queues: Queue[], now: Date): Promise<Map<string, number>> {
  const slices = new Map<string, { sql: string, values: unknown[], queues: string[] }>()
  for (const queue of queues) {
    for (const branch of queue.branches) {
      const { sql, values } = conditions(branch, queue, { sort: queue.sort, highOnly: false, unreadOnly: false, after: null }, actor, now)
      const key = `${sql} ${values.join()}`
      const known = slices.get(key)
      if (known === undefined) slices.set(key, { sql, values, queues: [queue.name] })
      else known.queues.push(queue.name)
    }
  }
  const counts = new Map<string, number>(queues.map(({ name }) => [name, 0]))
  if (slices.size === 0) return counts

  const wanted = [...slices.values()]
  const rows = await reader.query(
    wanted.map(({ sql }, slice) => `SELECT ${slice} AS slice, (SELECT COUNT(*) FROM (SELECT 1 FROM tickets t WHERE ${sql} LIMIT ${countCap}) x) AS tickets`).join(' UNION ALL '),
    wanted.flatMap(({ values }) => values)
  ) as Array<{ slice: number, tickets: number }>
  for (const { slice, tickets } of rows) {
    for (const name of wanted[Number(slice)]!.queues) counts.set(name, Math.min(countCap, counts.get(name)! + Number(tickets)))
  }
  return counts
}

/** How many tickets of a queue were opened since a moment, counted no further than a hundred. */
export async function countNew (reader: Reader, actor: AgentActor, queue: Queue, since: Date): Promise<number> {
  if (queue.branches.length === 0) return 0
  const newest = await reader.query('SELECT id FROM tickets ORDER BY id DESC LIMIT 100') as Array<{ id: number }>
  if (newest.length === 0) return 0

  const values: unknown[] = []
  const slices = queue.branches.map(branch => {
    const where = conditions(branch, queue, { sort: queue.sort, highOnly: false, unreadOnly: false, after: null }, actor, since)
    values.push(...newest.map(({ id }) => id), ...where.values, since.getTime())
    return `SELECT t.id FROM tickets t WHERE t.id IN (${newest.map(() => '?').join(', ')}) AND ${where.sql} AND t.created_at > ?`
  })
  const rows = await reader.query(slices.join(' UNION '), values) as unknown[]
  return rows.length
}
