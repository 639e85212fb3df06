import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { Forbidden, NotFound } from '../../platform/errors.js'
import { mayManageArticles } from '../article.policy.js'
import { MissedSearch } from '../missed-search.entity.js'

/**
 * Takes a term off the list, for example since there is an article now. It comes back when it finds nothing again.
 * The audit line has its number and counts but not the term: that is promised to be forgotten, and may be off the list for what it says of somebody.
 *
 * @throws Forbidden, NotFound
 */
export async function removeMissedSearch (ctx: Context, id: number): Promise<void> {
  if (!mayManageArticles(ctx.actor)) throw new Forbidden('knowledge.may_not')
  await ctx.db.transaction(async manager => {
    const search = await lockOne(manager, MissedSearch, { id })
    if (search === null) throw new NotFound()
    const { times, byAgents, firstOn, lastOn } = search
    await manager.delete(MissedSearch, { id })
    await recordChange(manager, ctx, { action: 'missed_search.removed', subjectType: 'missed_search', subjectId: id, subjectName: String(id), before: { times, byAgents, firstOn, lastOn }, after: {} })
  })
}
