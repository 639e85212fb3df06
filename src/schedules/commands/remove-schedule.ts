import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { Refusal } from '../../platform/errors.js'
import { Schedule } from '../schedule.entity.js'
import { findScheduleUse } from '../schedule-use.queries.js'

/**
 * Removes a schedule that nothing counts in.
 *
 * @throws Refusal while it is the default, somebody or something uses it, or a ticket's time was counted in
 *   it: the receipt of that ticket could not be read any more.
 * @throws NotFound, Stale
 */
export async function removeSchedule (ctx: Context, { id, version }: { id: number, version: number }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const { name, isDefault } = await lockVersion(manager, Schedule, id, version)
    if (isDefault) throw new Refusal('schedules.in_use.default', { status: 409 })
    const { departments, policies, agents, hasCounted } = await findScheduleUse(manager, id)
    const users = [...departments, ...policies, ...agents]
    if (users.length > 0) throw new Refusal('schedules.in_use.by', { status: 409, values: { names: users.slice(0, 5).join(', '), more: Math.max(0, users.length - 5) } })
    if (hasCounted) throw new Refusal('schedules.in_use.tickets', { status: 409 })

    await manager.delete(Schedule, { id })
    await recordChange(manager, ctx, { action: 'schedule.removed', subjectType: 'schedule', subjectId: id, subjectName: name, before: { name }, after: {} })
  })
}
