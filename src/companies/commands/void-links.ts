import { forgetActor } from '../../accounts/actor.queries.js'
import { shutOut } from '../../accounts/commands/end-sessions.js'
import { Person } from '../../accounts/person.entity.js'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'

/**
 * Makes every link and code void that was mailed to a person so far, and ends what was opened with them, for when a
 * mail went astray. The next mail brings a fresh link.
 *
 * @throws Stale, NotFound
 */
export async function voidLinks (ctx: Context, { id, version }: { id: number, version: number }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const person = await lockVersion(manager, Person, id, version)
    await shutOut(manager, id)
    await manager.update(Person, { id }, { version: version + 1 })
    await recordChange(manager, ctx, {
      action: 'person.links_voided', subjectType: 'person', subjectId: id, subjectName: person.name, before: { linkEpoch: person.linkEpoch }, after: { linkEpoch: person.linkEpoch + 1 }
    })
  })
  forgetActor(ctx.db, { personId: id })
}
