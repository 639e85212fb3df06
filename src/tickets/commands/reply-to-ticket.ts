import type { EntityManager } from 'typeorm'
import { after } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import { Forbidden, Stale } from '../../platform/errors.js'
import { findOrganisation } from '../../settings/organisation.js'
import type { ThreadEntry } from '../thread-entry.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { sourceOf } from '../source.js'
import { ticketPolicy } from '../ticket.policy.js'
import { lockTicket } from '../ticket.queries.js'
import type { TicketState, TicketTransition } from '../ticket.lifecycle.js'
import { changedSince, conversationEvents } from './changed-since.js'
import { forgetDraft } from './save-draft.js'
import { saveChange } from './save-change.js'
import { checkReadyToSolve, setClosingDates } from './solve.js'
import { writeEntry, type MailedEntry } from './write-entry.js'

/** Where the ticket stands after the reply. */
export const replyOutcomes = ['waiting', 'open', 'resolved'] as const
export type ReplyOutcome = typeof replyOutcomes[number]

export interface Reply {
  ticketId: number
  text: string
  outcome: ReplyOutcome
  /** The version that the agent was looking at; null when unknown, as by mail. */
  version: number | null
  filesKey?: string | null
  mail?: MailedEntry
  /** Sends at once, without the time in which it can be taken back. */
  atOnce?: boolean
}

/**
 * Answers the requester and moves the ticket in the same act.
 *
 * The mail leaves after the undo window. When somebody wrote to the ticket since the agent opened it, the
 * reply is stopped once; the form that comes back carries the new version, so the second press sends.
 *
 * @throws NotFound when the actor may not see the ticket.
 * @throws Forbidden when the actor may not answer in this department.
 * @throws Stale when the thread has grown since `version`.
 * @throws InvalidFields when the text is empty, or a field that is needed to close is.
 */
export async function replyToTicket (ctx: Context, reply: Reply): Promise<ThreadEntry> {
  return ctx.db.transaction(async manager => {
    const ticket = await lockTicket(manager, ctx.actor, reply.ticketId)
    if (!ticketPolicy.reply(ctx.actor, ticket)) throw new Forbidden('tickets.may_not.reply')
    if (reply.version !== null && await changedSince(manager, ticket, reply.version, conversationEvents)) throw new Stale('tickets.reply.stale')

    const now = ctx.clock.now()
    const { undoSeconds } = await findOrganisation(manager)
    const leavesAt = reply.atOnce === true ? now : after(now, undoSeconds * 1000)
    const isSolution = reply.outcome === 'resolved'
    if (isSolution) await checkReadyToSolve(manager, ticket)

    const entry = await writeEntry(manager, ticket, ctx.actor, now, { kind: 'reply', text: reply.text, source: reply.mail === undefined ? sourceOf(ctx.actor) : 'email', isSolution, leavesAt, filesKey: reply.filesKey, ...reply.mail })
    if (ticket.assigneeId === null && ctx.actor.party === 'agent') {
      ticket.assigneeId = ctx.actor.id
      await saveChange(ctx, manager, ticket, ticket.record('assigned', ctx.actor, now, { agentId: ctx.actor.id, agentName: ctx.actor.name, automatic: false }))
    }
    await saveChange(ctx, manager, ticket, ticket.record('replied', ctx.actor, now, { entryId: entry.id }), { notifyAt: leavesAt })
    await moveAfterReply(ctx, manager, ticket, reply.outcome, entry, leavesAt)
    await forgetDraft(manager, ctx.actor, ticket.id)
    return entry
  })
}

async function moveAfterReply (ctx: Context, manager: EntityManager, ticket: Ticket, outcome: ReplyOutcome, entry: ThreadEntry, leavesAt: Date): Promise<void> {
  for (const move of movesTo(outcome, ticket.state)) {
    const event = ticket.apply(move, ctx.actor, entry.createdAt, { details: { entryId: entry.id } })
    if (move === 'resolve') await setClosingDates(ctx, manager, ticket)
    await saveChange(ctx, manager, ticket, event, { notifyAt: leavesAt })
  }
}

/** The moves that lead from a state to what the agent chose; a reply to a solved ticket opens it first. */
export function movesTo (outcome: ReplyOutcome, state: TicketState): TicketTransition[] {
  const solved = state === 'resolved' || state === 'closed'
  switch (outcome) {
    case 'resolved': return state === 'closed' ? ['reopen', 'resolve'] : state === 'resolved' ? [] : ['resolve']
    case 'waiting': return solved ? ['reopen', 'ask'] : state === 'waiting' ? [] : ['ask']
    case 'open': return solved ? ['reopen'] : state === 'new' ? ['take_up'] : state === 'open' ? [] : ['resume']
  }
}
