import type { Context } from '../../../platform/context.js'
import { Task } from '../task.entity.js'
import { lockTask } from '../task.queries.js'
import { lockForTasks } from './lock-for-tasks.js'

export const shifts = ['up', 'down'] as const

/** Lets a task change places with the one above or below; at the end of the list it stays. The history does not tell it. @throws NotFound, Forbidden, Refusal */
export async function shiftTask (ctx: Context, { ticketId, taskId, to }: { ticketId: number, taskId: number, to: typeof shifts[number] }): Promise<void> {
  await ctx.db.transaction(async manager => {
    await lockForTasks(ctx, manager, ticketId)
    const task = await lockTask(manager, ticketId, taskId)
    const all = await manager.find(Task, { where: { ticketId }, order: { position: 'ASC', id: 'ASC' } })
    const place = all.findIndex(({ id }) => id === task.id)
    const other = all[place + (to === 'up' ? -1 : 1)]
    if (other === undefined) return

    await manager.update(Task, other.id, { position: task.position })
    await manager.update(Task, task.id, { position: other.position })
  })
}
