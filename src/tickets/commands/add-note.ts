import type { Context } from '../../platform/context.js'
import { Forbidden } from '../../platform/errors.js'
import type { ThreadEntry } from '../thread-entry.entity.js'
import { listReferredTo } from '../referral.queries.js'
import { sourceOf } from '../source.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import { forgetDraft } from './save-draft.js'
import { saveChange } from './save-change.js'
import { writeEntry, type MailedEntry } from './write-entry.js'

/**
 * Adds a note that only agents read, also by an agent of a department that the ticket is referred to. Never stale: a note tells nobody outside and overwrites nothing.
 *
 * @throws NotFound, Forbidden, InvalidFields
 */
export async function addNote (ctx: Context, { ticketId, text, filesKey = null, mail }: { ticketId: number, text: string, filesKey?: string | null, mail?: MailedEntry }): Promise<ThreadEntry> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, ticketId)
    if (!ticketPolicy.note(ctx.actor, ticket, await listReferredTo(manager, ctx.actor, ticketId))) throw new Forbidden('tickets.may_not.note')

    const now = ctx.clock.now()
    const entry = await writeEntry(manager, ticket, ctx.actor, now, { kind: 'note', text, source: mail === undefined ? sourceOf(ctx.actor) : 'email', filesKey, ...mail })
    await saveChange(ctx, manager, ticket, ticket.record('noted', ctx.actor, now, { entryId: entry.id }))
    await forgetDraft(manager, ctx.actor, ticket.id)
    return entry
  })
}
