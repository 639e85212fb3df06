import { recordChange } from '../../audit/commands/record-change.js'
import { Department } from '../../departments/department.entity.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { moveRow, type Direction } from '../../platform/database/move-row.js'
import { Refusal } from '../../platform/errors.js'
import { Topic } from '../topic.entity.js'
import { isTopicNameTaken } from '../topic.queries.js'

/** Puts a topic one place up or down among those in use, or among those out of use. @throws NotFound */
export async function moveTopic (ctx: Context, { id, direction }: { id: number, direction: Direction }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const isActive = (await manager.findOneBy(Topic, { id }))?.isActive ?? true
    const { row, position } = await moveRow(manager, Topic, { isActive }, id, direction)
    await recordChange(manager, ctx, { action: 'topic.moved', subjectType: 'topic', subjectId: id, subjectName: row.name, before: { position: row.position }, after: { position } })
  })
}

/**
 * Offers a topic no more, or again. Tickets and requests that have it keep it.
 *
 * @throws Refusal when it would lead to a department that is out of use, or another topic has its name by now.
 * @throws NotFound, Stale
 */
export async function switchTopic (ctx: Context, { id, version, isActive }: { id: number, version: number, isActive: boolean }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const topic = await lockVersion(manager, Topic, id, version)
    if (topic.isActive === isActive) return
    if (isActive && !await manager.existsBy(Department, { id: topic.departmentId, isActive: true })) throw new Refusal('topics.department_archived', { status: 409 })
    if (isActive && await isTopicNameTaken(manager, topic.name, id)) throw new Refusal('topics.name_taken', { status: 409, values: { name: topic.name } })

    await manager.update(Topic, { id }, { isActive, version: version + 1 })
    await recordChange(manager, ctx, { action: isActive ? 'topic.restored' : 'topic.archived', subjectType: 'topic', subjectId: id, subjectName: topic.name, before: { isActive: !isActive }, after: { isActive } })
  })
}
