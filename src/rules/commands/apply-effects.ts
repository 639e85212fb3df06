import type { EntityManager } from 'typeorm'
import { Person } from '../../accounts/person.entity.js'
import type { Actor, SystemActor } from '../../platform/actor.js'
import { joinTransaction, withActor, type Context } from '../../platform/context.js'
import { Refusal } from '../../platform/errors.js'
import { translator } from '../../platform/i18n/translate.js'
import { findOrganisation } from '../../settings/organisation.js'
import { addNote } from '../../tickets/commands/add-note.js'
import { assignTicket } from '../../tickets/commands/assign-ticket.js'
import { addParticipant } from '../../tickets/commands/change-participants.js'
import { editTicket } from '../../tickets/commands/edit-ticket.js'
import { moveTicket } from '../../tickets/commands/move-ticket.js'
import { replyToTicket } from '../../tickets/commands/reply-to-ticket.js'
import { tagTicket } from '../../tickets/commands/tag-ticket.js'
import { transferTicket } from '../../tickets/commands/transfer-ticket.js'
import { TicketTag } from '../../tickets/ticket-tag.entity.js'
import { Ticket } from '../../tickets/ticket.entity.js'
import type { Action } from '../action.js'
import type { Decision } from '../decide.js'

/** An action, and who does it as far as history goes. */
export interface Effect { action: Action, actor: Actor }

/** What a decision does, each in the name of its rule. */
export function effectsOf ({ verdicts, effects }: Decision): Effect[] {
  const nameOf = (ruleId: number) => verdicts.find(verdict => verdict.ruleId === ruleId)?.name ?? ''
  return effects.map(({ ruleId, action }) => ({ action, actor: { party: 'system', id: null, name: nameOf(ruleId), isRule: true } satisfies SystemActor }))
}

/**
 * Does what rules or a macro want to a ticket that is there, through the commands that people use. What those
 * refuse is left undone and told in a note; the rest is done.
 *
 * Runs in the caller's transaction.
 */
export async function applyEffects (ctx: Context, manager: EntityManager, ticketId: number, effects: readonly Effect[]): Promise<void> {
  for (const { action, actor } of effects) {
    const acting = joinTransaction(withActor(ctx, actor), manager)
    try {
      await apply(acting, manager, ticketId, action)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      await tellRefused(acting, ticketId, error)
    }
  }
}

async function apply (ctx: Context, manager: EntityManager, ticketId: number, action: Action): Promise<unknown> {
  switch (action.kind) {
    case 'set_priority': return editTicket(ctx, { ticketId, version: null, priority: action.priority })
    case 'set_status': return editTicket(ctx, { ticketId, version: null, statusId: action.statusId })
    case 'set_department': return transferTicket(ctx, { ticketId, departmentId: action.departmentId, reason: ctx.actor.name })
    case 'set_team': return assignTicket(ctx, { ticketId, teamId: action.teamId })
    case 'set_agent': return assignTicket(ctx, { ticketId, agentId: action.agentId })
    case 'add_tags': return tagTicket(ctx, { ticketId, tags: [...await tagsOf(manager, ticketId), ...action.tags].join(' ') })
    case 'remove_tags': return tagTicket(ctx, { ticketId, tags: (await tagsOf(manager, ticketId)).filter(tag => !action.tags.includes(tag)).join(' ') })
    case 'add_participant': return addParticipant(ctx, { ticketId, email: action.email })
    case 'note': return addNote(ctx, { ticketId, text: await filled(manager, ticketId, action.text) })
    case 'reply': return replyToTicket(ctx, { ticketId, text: await filled(manager, ticketId, action.text), outcome: action.outcome, version: null, atOnce: true })
    case 'close': return moveTicket(ctx, { ticketId, move: 'close' })
    case 'trash': return moveTicket(ctx, { ticketId, move: 'trash' })
    default: return null
  }
}

async function tellRefused (ctx: Context, ticketId: number, refusal: Refusal): Promise<void> {
  const t = translator((await findOrganisation(ctx.db.read)).defaultLocale)
  await addNote(ctx, { ticketId, text: t('rules.refused', { rule: ctx.actor.name, why: t(refusal.key, refusal.values) }) })
}

async function tagsOf (manager: EntityManager, ticketId: number): Promise<string[]> {
  return (await manager.findBy(TicketTag, { ticketId })).map(({ tag }) => tag)
}

/** Puts the ticket's number, subject and requester where a text names them. */
async function filled (manager: EntityManager, ticketId: number, text: string): Promise<string> {
  if (!text.includes('{')) return text
  const { number, subject, requesterId } = await manager.findOneByOrFail(Ticket, { id: ticketId })
  const { name } = await manager.findOneByOrFail(Person, { id: requesterId })
  const values: Record<string, string> = { number, subject, requester: name }
  return text.replace(/\{(number|subject|requester)\}/g, (_all, key: string) => values[key] ?? '')
}
