import type { Context } from '../../../platform/context.js'
import { insertRow } from '../../../platform/database/insert-row.js'
import { saveChange } from '../../commands/save-change.js'
import { Task } from '../task.entity.js'
import { lastPosition } from '../task.queries.js'
import { checkNumber, checkTask, type TaskValues } from '../task-values.js'
import { givenIn } from './given-tasks.js'
import { lockForTasks } from './lock-for-tasks.js'

/**
 * Puts tasks at the end of a ticket's list, with one line of history for all of them.
 *
 * @throws NotFound, Forbidden
 * @throws InvalidFields when a text is missing or too long, its agent does not work in the department, or there are too many.
 */
export async function addTasks (ctx: Context, { ticketId, tasks }: { ticketId: number, tasks: readonly TaskValues[] }): Promise<Task[]> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockForTasks(ctx, manager, ticketId)
    if (tasks.length === 0) return []
    checkNumber(await manager.countBy(Task, { ticketId }) + tasks.length)

    const now = ctx.clock.now()
    const added: Task[] = []
    let position = await lastPosition(manager, ticketId)
    for (const values of tasks) {
      const clean = await checkTask(manager, ticket.departmentId, values)
      added.push(await insertRow(manager, Task, Object.assign(new Task(), { ticketId, fromTicketId: null, position: ++position, ...clean, doneAt: null, doneById: null, doneByName: null, createdAt: now, version: 1 })))
    }
    await saveChange(ctx, manager, ticket, ticket.record('task_added', ctx.actor, now, { texts: added.map(({ text }) => text), ...givenIn(added) }))
    return added
  })
}
