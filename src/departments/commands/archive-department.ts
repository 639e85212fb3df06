import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { Refusal } from '../../platform/errors.js'
import { Department } from '../department.entity.js'
import { countOpenTickets } from '../department.queries.js'

interface Archiving { id: number, version: number }

/**
 * Takes a department out of use: it gets no new tickets and is offered nowhere. Its old tickets stay where
 * they are and can be read as before.
 *
 * @throws Refusal while topics lead to it or tickets are open in it.
 * @throws NotFound, Stale
 */
export async function archiveDepartment (ctx: Context, archiving: Archiving): Promise<void> {
  await switchDepartment(ctx, archiving, false)
}

/** Takes a department into use again. @throws NotFound, Stale */
export async function restoreDepartment (ctx: Context, archiving: Archiving): Promise<void> {
  await switchDepartment(ctx, archiving, true)
}

async function switchDepartment (ctx: Context, { id, version }: Archiving, isActive: boolean): Promise<void> {
  await ctx.db.transaction(async manager => {
    const department = await lockVersion(manager, Department, id, version)
    if (department.isActive === isActive) return
    if (!isActive) await refuseInUse(manager, id)

    await manager.update(Department, { id }, { isActive, version: version + 1 })
    await recordChange(manager, ctx, {
      action: isActive ? 'department.restored' : 'department.archived', subjectType: 'department', subjectId: id, subjectName: department.name, before: { isActive: !isActive }, after: { isActive }
    })
  })
}

async function refuseInUse (manager: EntityManager, id: number): Promise<void> {
  const topics = await manager.query('SELECT name FROM topics WHERE department_id = ? AND is_active = 1 ORDER BY name LIMIT 5', [id]) as Array<{ name: string }>
  if (topics.length > 0) throw new Refusal('departments.in_use.topics', { status: 409, values: { topics: topics.map(({ name }) => name).join(', ') } })

  const count = await countOpenTickets(manager, id)
  if (count > 0) throw new Refusal('departments.in_use.tickets', { status: 409, values: { count } })
}
