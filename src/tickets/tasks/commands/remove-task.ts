import type { Context } from '../../../platform/context.js'
import { saveChange } from '../../commands/save-change.js'
import { Task } from '../task.entity.js'
import { lockTask } from '../task.queries.js'
import { lockForTasks } from './lock-for-tasks.js'

/** Takes a task off the list; the history keeps what it said. @throws NotFound, Forbidden, Refusal when it is off already. */
export async function removeTask (ctx: Context, { ticketId, taskId }: { ticketId: number, taskId: number }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const ticket = await lockForTasks(ctx, manager, ticketId)
    const { id, text } = await lockTask(manager, ticketId, taskId)
    await manager.delete(Task, { id })
    await saveChange(ctx, manager, ticket, ticket.record('task_removed', ctx.actor, ctx.clock.now(), { text }))
  })
}
