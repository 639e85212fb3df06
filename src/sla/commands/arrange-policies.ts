import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { moveRow, type Direction } from '../../platform/database/move-row.js'
import { SlaPolicy } from '../sla-policy.entity.js'

/** Lets a service level be asked earlier or later: the first that matches a new ticket applies. @throws NotFound */
export async function movePolicy (ctx: Context, { id, direction }: { id: number, direction: Direction }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const { row, position } = await moveRow(manager, SlaPolicy, {}, id, direction)
    await recordChange(manager, ctx, { action: 'sla_policy.moved', subjectType: 'sla_policy', subjectId: id, subjectName: row.name, before: { position: row.position }, after: { position } })
  })
}

/**
 * Lets a service level apply to no new ticket, or again. Tickets that have it keep it: what was promised once
 * is not taken back.
 *
 * @throws NotFound, Stale
 */
export async function switchPolicy (ctx: Context, { id, version, isActive }: { id: number, version: number, isActive: boolean }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const policy = await lockVersion(manager, SlaPolicy, id, version)
    if (policy.isActive === isActive) return
    await manager.update(SlaPolicy, { id }, { isActive, version: version + 1 })
    await recordChange(manager, ctx, { action: isActive ? 'sla_policy.restored' : 'sla_policy.archived', subjectType: 'sla_policy', subjectId: id, subjectName: policy.name, before: { isActive: !isActive }, after: { isActive } })
  })
}
