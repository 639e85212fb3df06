import type { EntityManager } from 'typeorm'
import type { Reader } from '../../platform/database/database.js'
import { lockOne } from '../../platform/database/lock.js'
import { Refusal } from '../../platform/errors.js'
import { Task } from './task.entity.js'

/** A task as pages and programs show it. Moments are epoch milliseconds. */
export interface TaskRow {
  id: number, text: string, assigneeId: number | null, assigneeName: string | null, dueOn: string | null
  doneAt: number | null, doneByName: string | null, fromNumber: string | null, version: number
}

/** The tasks of a ticket in their order. The caller checks that the reader may see the ticket. */
export async function listTaskRows (reader: Reader, ticketId: number): Promise<TaskRow[]> {
  return reader.query(`
    SELECT k.id, k.text, k.assignee_id AS assigneeId, a.name AS assigneeName, k.due_on AS dueOn, k.done_at AS doneAt, k.done_by_name AS doneByName, t.number AS fromNumber, k.version
    FROM tasks k LEFT JOIN agents a ON a.id = k.assignee_id LEFT JOIN tickets t ON t.id = k.from_ticket_id
    WHERE k.ticket_id = ? ORDER BY k.position, k.id`, [ticketId]) as Promise<TaskRow[]>
}

/** How many tasks of a ticket are still to be done. */
export async function countOpenTasks (reader: Reader, ticketId: number): Promise<number> {
  const [row] = await reader.query('SELECT COUNT(*) AS open FROM tasks WHERE ticket_id = ? AND done_at IS NULL', [ticketId]) as Array<{ open: number }>
  return Number(row?.open ?? 0)
}

/** The highest position of a ticket's tasks; nought when there are none. */
export async function lastPosition (manager: EntityManager, ticketId: number): Promise<number> {
  return await manager.maximum(Task, 'position', { ticketId }) ?? 0
}

/** One task of a ticket that the transaction holds. @throws Refusal when it was taken off the list. */
export async function lockTask (manager: EntityManager, ticketId: number, id: number): Promise<Task> {
  const task = await lockOne(manager, Task, { id, ticketId })
  if (task === null) throw new Refusal('tasks.gone', { status: 409 })
  return task
}
