import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { Company } from '../company.entity.js'

interface Archiving { id: number, version: number }

/**
 * Takes a company out of use, also while it has open tickets: they stay its own, new ones do not become it, and its
 * members see nothing of each other any more. They stay noted, and so do its domains, so that nobody else takes them.
 *
 * @throws NotFound, Stale
 */
export async function archiveCompany (ctx: Context, archiving: Archiving): Promise<void> {
  await switchCompany(ctx, archiving, false)
}

/** Takes a company into use again; whoever wrote from its domains meanwhile joins it. @throws NotFound, Stale */
export async function restoreCompany (ctx: Context, archiving: Archiving): Promise<void> {
  await switchCompany(ctx, archiving, true)
}

async function switchCompany (ctx: Context, { id, version }: Archiving, isActive: boolean): Promise<void> {
  await ctx.db.transaction(async manager => {
    const company = await lockVersion(manager, Company, id, version)
    if (company.isActive === isActive) return

    await manager.update(Company, { id }, { isActive, version: version + 1 })
    if (isActive) await enqueue(manager, 'match-people', { afterId: 0 }, ctx.clock.now())
    await recordChange(manager, ctx, {
      action: isActive ? 'company.restored' : 'company.archived', subjectType: 'company', subjectId: id, subjectName: company.name, before: { isActive: !isActive }, after: { isActive }
    })
  })
}
