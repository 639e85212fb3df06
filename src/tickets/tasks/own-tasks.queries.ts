import type { AgentActor } from '../../platform/actor.js'
import type { Reader } from '../../platform/database/database.js'
import { seenBy } from '../referral.queries.js'
import { activeStates, type TicketState } from '../ticket.lifecycle.js'
import { noDay, tasksAPage, type TaskCursor } from './task-cursor.js'

export interface OwnTaskRow {
  id: number, text: string, dueOn: string | null, ticketId: number, number: string, subject: string, departmentId: number, departmentName: string
  requesterId: number, state: TicketState
}

const day = `COALESCE(k.due_on, '${noDay}')`

/** One page, and one row more, of what an agent has to do on open tickets that he or she may see: what is due first, first. */
export async function listOwnTasks (reader: Reader, actor: AgentActor, after: TaskCursor | null): Promise<OwnTaskRow[]> {
  const { sql, values } = own(actor)
  const beyond = after === null ? '' : ` AND (${day} > ? OR (${day} = ? AND k.id > ?))`
  return reader.query(`
    SELECT k.id, k.text, k.due_on AS dueOn, t.id AS ticketId, t.number, t.subject, t.department_id AS departmentId, d.name AS departmentName, t.requester_id AS requesterId, t.state
    FROM tasks k JOIN tickets t ON t.id = k.ticket_id JOIN departments d ON d.id = t.department_id
    WHERE ${sql}${beyond} ORDER BY ${day}, k.id LIMIT ${tasksAPage + 1}`, [...values, ...after === null ? [] : [after.day, after.day, after.id]]) as Promise<OwnTaskRow[]>
}

/** How many there are, counted to a cap. The agent's open tasks are found by index. */
export async function countOwnTasks (reader: Pick<Reader, 'query'>, actor: AgentActor, cap: number): Promise<number> {
  const { sql, values } = own(actor)
  const [row] = await reader.query(`SELECT COUNT(*) AS tasks FROM (SELECT 1 FROM tasks k JOIN tickets t ON t.id = k.ticket_id WHERE ${sql} LIMIT ${cap}) x`, values) as Array<{ tasks: number }>
  return Number(row?.tasks ?? 0)
}

function own (actor: AgentActor): { sql: string, values: unknown[] } {
  const seen = seenBy(actor)
  return { sql: `k.assignee_id = ? AND k.done_at IS NULL AND t.state IN (${activeStates.map(() => '?').join(', ')}) AND ${seen.sql}`, values: [actor.id, ...activeStates, ...seen.values] }
}
