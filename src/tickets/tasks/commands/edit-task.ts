import type { Context } from '../../../platform/context.js'
import { updateRow } from '../../../platform/database/update-row.js'
import { Stale } from '../../../platform/errors.js'
import { saveChange } from '../../commands/save-change.js'
import { Task } from '../task.entity.js'
import { lockTask } from '../task.queries.js'
import { checkTask, type TaskValues } from '../task-values.js'
import { givenIn } from './given-tasks.js'
import { lockForTasks } from './lock-for-tasks.js'

interface TaskEdit extends Partial<TaskValues> {
  ticketId: number
  taskId: number
  /** The version that the form was drawn from; null when unknown. */
  version: number | null
}

/**
 * Changes what a task says, whom it is for and when it is due. What is left out stays.
 *
 * @throws NotFound, Forbidden, InvalidFields
 * @throws Stale when somebody else changed it since the form was drawn.
 * @throws Refusal when it was taken off the list.
 */
export async function editTask (ctx: Context, { ticketId, taskId, version, ...values }: TaskEdit): Promise<Task> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockForTasks(ctx, manager, ticketId)
    const task = await lockTask(manager, ticketId, taskId)
    if (version !== null && version !== task.version) throw new Stale('tasks.stale')

    const { text, assigneeId, dueOn } = task
    // Who left the department keeps what he or she has; only a new choice is asked about.
    const keeps = values.assigneeId === undefined || values.assigneeId === assigneeId
    const clean = { ...await checkTask(manager, ticket.departmentId, { text, dueOn, ...values, ...keeps && { assigneeId: null } }), ...keeps && { assigneeId } }
    if (clean.text === text && clean.assigneeId === assigneeId && clean.dueOn === dueOn) return task

    Object.assign(task, clean, { version: task.version + 1 })
    await updateRow(manager, Task, task)
    await saveChange(ctx, manager, ticket, ticket.record('task_changed', ctx.actor, ctx.clock.now(), { from: text, text: clean.text, ...(clean.assigneeId !== assigneeId && givenIn([task])) }))
    return task
  })
}
