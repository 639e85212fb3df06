import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { Refusal } from '../../platform/errors.js'
import type { Source } from '../source.js'
import type { Ticket } from '../ticket.entity.js'
import type { ThreadEntry } from '../thread-entry.entity.js'
import { ticketPolicy } from '../ticket.policy.js'
import { findDepartmentOf, lockTicket } from '../ticket.queries.js'
import { assignByStrategy } from './assign-by-strategy.js'
import { saveChange } from './save-change.js'
import { returnToAssignee } from './return-to-assignee.js'
import { writeEntry, type MailedEntry } from './write-entry.js'

export interface ReceivedMessage {
  ticketId: number
  text: string
  source: Source
  filesKey?: string | null
  /** How it came by mail. */
  mail?: MailedEntry
  /** A bare thank-you, which opens nothing again. */
  isCourtesy?: boolean
}

/**
 * Takes what the requester or a participant wrote. Whatever the ticket waited for, it is our move now:
 * a waiting ticket resumes, a solved or closed one reopens while its window lasts.
 *
 * @throws NotFound when the person does not belong to the ticket.
 * @throws Refusal when the reopen window has passed; a new request continues the old one then.
 * @throws InvalidFields when the text is empty.
 */
export async function receiveMessage (ctx: Context, message: ReceivedMessage): Promise<ThreadEntry> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, message.ticketId)
    const now = ctx.clock.now()
    await refuseAfterWindow(ctx, manager, ticket)

    const entry = await writeEntry(manager, ticket, ctx.actor, now, { kind: 'message', text: message.text, source: message.source, filesKey: message.filesKey, ...message.mail })
    await saveChange(ctx, manager, ticket, ticket.record('message_received', ctx.actor, now, { entryId: entry.id }))
    if (message.isCourtesy !== true || (ticket.state !== 'resolved' && ticket.state !== 'closed')) await moveOnMessage(ctx, manager, ticket, entry)
    return entry
  })
}

/** Makes it our move when a message has come: what waited goes on, what was solved opens. */
export async function moveOnMessage (ctx: Context, manager: EntityManager, ticket: Ticket, entry: Pick<ThreadEntry, 'id' | 'createdAt'>): Promise<void> {
  const at = entry.createdAt
  if (ticket.state === 'waiting' || ticket.state === 'on_hold') {
    await saveChange(ctx, manager, ticket, ticket.apply('resume', ctx.actor, at, { details: { cause: 'message' } }))
  } else if (ticket.state === 'resolved' || ticket.state === 'closed') {
    const event = ticket.apply('reopen', ctx.actor, at, { details: { entryId: entry.id } })
    ticket.reopenedCount += 1
    await saveChange(ctx, manager, ticket, event)
    await returnToAssignee(ctx, manager, ticket)
  } else if (ticket.assigneeId === null && ticket.state === 'new') {
    await assignByStrategy(ctx, manager, ticket)
  }
}

/** @throws Refusal when the ticket has been closed for longer than its department lets it be reopened. */
export async function refuseAfterWindow ({ clock }: Context, manager: EntityManager, ticket: Ticket): Promise<void> {
  if (ticket.state === 'merged') throw new Refusal('tickets.message.merged', { status: 409 })
  const { reopenDays } = await findDepartmentOf(manager, ticket)
  if (!ticketPolicy.isInsideReopenWindow(ticket, reopenDays, clock.now())) throw new Refusal('tickets.reopen.too_late', { status: 409, values: { number: ticket.number } })
}
