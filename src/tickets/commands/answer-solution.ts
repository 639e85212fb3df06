import type { Context } from '../../platform/context.js'
import type { Ticket } from '../ticket.entity.js'
import { lockForMove } from './move-ticket.js'
import { returnToAssignee } from './return-to-assignee.js'
import { saveChange } from './save-change.js'
import { setFollowUpDate } from './solve.js'
import { writeEntry } from './write-entry.js'

/** The requester says that it is solved, and the ticket closes. @throws NotFound, IllegalMove */
export async function acceptSolution (ctx: Context, { ticketId }: { ticketId: number }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockForMove(ctx, manager, ticketId, 'accept')
    const event = ticket.apply('accept', ctx.actor, ctx.clock.now())
    await setFollowUpDate(ctx, manager, ticket)
    await saveChange(ctx, manager, ticket, event)
    return ticket
  })
}

/** The requester says in a line what is still wrong, and the ticket goes back to whom it was with. @throws InvalidFields, NotFound, IllegalMove */
export async function declineSolution (ctx: Context, { ticketId, text, filesKey = null }: { ticketId: number, text: string, filesKey?: string | null }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockForMove(ctx, manager, ticketId, 'decline')
    const now = ctx.clock.now()
    const entry = await writeEntry(manager, ticket, ctx.actor, now, { kind: 'message', text, source: 'web', filesKey })
    await saveChange(ctx, manager, ticket, ticket.record('message_received', ctx.actor, now, { entryId: entry.id }))
    await saveChange(ctx, manager, ticket, ticket.apply('decline', ctx.actor, now, { details: { entryId: entry.id } }))
    await returnToAssignee(ctx, manager, ticket)
    return ticket
  })
}
