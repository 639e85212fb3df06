import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { Forbidden, InvalidFields, Stale } from '../../platform/errors.js'
import { IllegalMove } from '../illegal-move.js'
import type { Ticket } from '../ticket.entity.js'
import { ticketLifecycle, type TicketTransition } from '../ticket.lifecycle.js'
import { ticketPolicy } from '../ticket.policy.js'
import { findClosurePolicy, lockTicket } from '../ticket.queries.js'
import { returnToAssignee } from './return-to-assignee.js'
import { saveChange } from './save-change.js'
import { checkReadyToSolve, setFollowUpDate } from './solve.js'
import { cleanText } from './write-entry.js'

/** The moves that an agent makes without writing to the requester. */
export const plainMoves = ['take_up', 'resume', 'close', 'reopen', 'trash', 'restore'] as const satisfies readonly TicketTransition[]
export type PlainMove = typeof plainMoves[number]

const longestReason = 255

/**
 * Moves a ticket along its lifecycle.
 *
 * The row stays locked until the history is written, so of two people who press a button at the same
 * moment one wins and the other is told.
 *
 * @throws NotFound, Forbidden
 * @throws IllegalMove when the ticket is no longer where the actor saw it.
 */
export async function moveTicket (ctx: Context, { ticketId, move, reason = '' }: { ticketId: number, move: PlainMove, reason?: string }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockForMove(ctx, manager, ticketId, move)
    const details = reason === '' ? {} : { reason: cleanText(reason) }
    if (move === 'close') await checkReadyToSolve(manager, ticket)

    const event = ticket.apply(move, ctx.actor, ctx.clock.now(), { details })
    if (move === 'close') await setFollowUpDate(ctx, manager, ticket)
    if (move === 'reopen') ticket.reopenedCount += 1
    await saveChange(ctx, manager, ticket, event)
    if (move === 'reopen') await returnToAssignee(ctx, manager, ticket)
    return ticket
  })
}

/** Puts a ticket on hold for a third party or until a date. @throws InvalidFields when there is no reason or too long a one, or the date has passed. */
export async function holdTicket (ctx: Context, { ticketId, reason, until = null }: { ticketId: number, reason: string, until?: Date | null }): Promise<Ticket> {
  const words = cleanText(reason)
  if (words === '') throw new InvalidFields({ reason: { key: 'tickets.hold.reason_empty' } })
  if (words.length > longestReason) throw new InvalidFields({ reason: { key: 'refusal.too_long', values: { limit: longestReason, length: words.length } } })
  if (until !== null && until <= ctx.clock.now()) throw new InvalidFields({ until: { key: 'tickets.hold.date_past' } })

  return ctx.db.transaction(async manager => {
    const ticket = await lockForMove(ctx, manager, ticketId, 'hold')
    ticket.holdReason = words
    ticket.holdUntil = until
    await saveChange(ctx, manager, ticket, ticket.apply('hold', ctx.actor, ctx.clock.now(), { details: { reason: ticket.holdReason, until: until?.toISOString() ?? null } }))
    return ticket
  })
}

/** A ticket held for a move that the table, the role and the closure policy allow. @throws IllegalMove, Forbidden */
export async function lockForMove (ctx: Context, manager: EntityManager, ticketId: number, move: TicketTransition, version: number | null = null): Promise<Ticket> {
  const ticket = await lockTicket(manager, ctx.actor, ticketId)
  if (version !== null && version !== ticket.version) throw new Stale()
  if (!ticketLifecycle.allows(move, ticket.state)) throw new IllegalMove(move, ticket.state)
  if (!ticketPolicy.move(ctx.actor, move, ticket, await findClosurePolicy(manager, ticket))) throw new Forbidden(move === 'close' ? 'tickets.may_not.close' : 'tickets.may_not.move')
  return ticket
}
