import type { Context } from '../../../platform/context.js'
import { updateRow } from '../../../platform/database/update-row.js'
import { saveChange } from '../../commands/save-change.js'
import { Task } from '../task.entity.js'
import { lockTask } from '../task.queries.js'
import { lockForTasks } from './lock-for-tasks.js'

/**
 * Marks a task as done, or as still to be done. Twice is once, so that two agents who tick the same box agree.
 *
 * @throws NotFound, Forbidden
 * @throws Refusal when it was taken off the list.
 */
export async function tickTask (ctx: Context, { ticketId, taskId, isDone }: { ticketId: number, taskId: number, isDone: boolean }): Promise<Task> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockForTasks(ctx, manager, ticketId)
    const task = await lockTask(manager, ticketId, taskId)
    if ((task.doneAt !== null) === isDone) return task

    const { actor } = ctx
    const now = ctx.clock.now()
    Object.assign(task, isDone ? { doneAt: now, doneById: actor.party === 'agent' ? actor.id : null, doneByName: actor.name } : { doneAt: null, doneById: null, doneByName: null })
    task.version += 1
    await updateRow(manager, Task, task)
    await saveChange(ctx, manager, ticket, ticket.record(isDone ? 'task_done' : 'task_reopened', actor, now, { text: task.text }))
    return task
  })
}
