import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { auditedMailbox } from '../mailbox-audit.js'
import { Mailbox } from '../mailbox.entity.js'

interface Change { id: number, version: number }

/** Lets a mailbox be fetched from again, or leaves it alone meanwhile. @throws Stale, NotFound */
export async function switchMailbox (ctx: Context, { id, version, isActive }: Change & { isActive: boolean }): Promise<void> {
  await ctx.db.transaction(async manager => {
    const mailbox = await lockVersion(manager, Mailbox, id, version)
    await manager.update(Mailbox, { id }, { isActive, version: version + 1, failingSince: null, lastError: null, silentSince: null, ...(isActive && { lastFetchedAt: ctx.clock.now() }) })
    await recordChange(manager, ctx, { action: 'mailbox.updated', subjectType: 'mailbox', subjectId: id, subjectName: mailbox.name, before: { isActive: mailbox.isActive }, after: { isActive } })
  })
}

/** Forgets a mailbox and its secrets. What came from it stays, and so does what lies on the server. @throws Stale, NotFound */
export async function removeMailbox (ctx: Context, { id, version }: Change): Promise<void> {
  await ctx.db.transaction(async manager => {
    const mailbox = await lockVersion(manager, Mailbox, id, version)
    const before = await auditedMailbox(manager, mailbox)
    await manager.delete(Mailbox, { id })
    await recordChange(manager, ctx, { action: 'mailbox.removed', subjectType: 'mailbox', subjectId: id, subjectName: mailbox.name, before, after: {} })
  })
}
