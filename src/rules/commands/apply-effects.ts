import { IsNull, MoreThanOrEqual, type EntityManager } from 'typeorm'
import { Person } from '../../accounts/person.entity.js'
import { mailByRule } from '../../notifications/rule-mail.js'
import type { Actor, SystemActor } from '../../platform/actor.js'
import { after, day } from '../../platform/clock.js'
import { joinTransaction, withActor, type Context } from '../../platform/context.js'
import { attempt } from '../../platform/database/savepoint.js'
import { Forbidden, InvalidFields, Refusal } from '../../platform/errors.js'
import { translator, type Translate } from '../../platform/i18n/translate.js'
import { findOrganisation } from '../../settings/organisation.js'
import { addNote } from '../../tickets/commands/add-note.js'
import { assignTicket } from '../../tickets/commands/assign-ticket.js'
import { addParticipant } from '../../tickets/commands/change-participants.js'
import { changeTopic } from '../../tickets/commands/change-topic.js'
import { editTicket } from '../../tickets/commands/edit-ticket.js'
import { moveTicket } from '../../tickets/commands/move-ticket.js'
import { referTicket } from '../../tickets/commands/refer-ticket.js'
import { replyToTicket } from '../../tickets/commands/reply-to-ticket.js'
import { routeTicket } from '../../tickets/commands/route-ticket.js'
import { setServiceLevel } from '../../tickets/commands/set-service-level.js'
import { tagTicket } from '../../tickets/commands/tag-ticket.js'
import { transferTicket } from '../../tickets/commands/transfer-ticket.js'
import { addTasks } from '../../tickets/tasks/commands/add-tasks.js'
import { longestTask } from '../../tickets/tasks/task-values.js'
import { Status } from '../../tickets/status.entity.js'
import { ThreadEntry } from '../../tickets/thread-entry.entity.js'
import { TicketTag } from '../../tickets/ticket-tag.entity.js'
import { Ticket } from '../../tickets/ticket.entity.js'
import { ticketPolicy } from '../../tickets/ticket.policy.js'
import type { Action } from '../action.js'
import type { Decision } from '../decide.js'
import { fillText } from '../fill-text.js'
import { findMailAddresses } from '../mail-roles.queries.js'
import { callWebhook } from '../webhook-call.js'
import { answerQuestion, holdFor, promiseDate } from './change-facts.js'

/** How many answers rules may give on one ticket in a day. */
const mostAnswers = 5

/** An action, and who does it as far as history goes. */
export interface Effect { action: Action, actor: Actor }

/** What a decision does, each in the name of its rule. */
export function effectsOf ({ verdicts, effects }: Decision): Effect[] {
  const nameOf = (ruleId: number) => verdicts.find(verdict => verdict.ruleId === ruleId)?.name ?? ''
  return effects.map(({ ruleId, action }) => ({ action, actor: { party: 'system', id: null, name: nameOf(ruleId), isRule: true } satisfies SystemActor }))
}

export interface Occasion {
  /** What the effects answer, so that a mail of theirs is written once. */
  cause: string
  /** A machine wrote the message: machines are not answered. */
  isByMachine?: boolean
}

/**
 * Does what rules want to a ticket that is there, through the commands that people use. What those refuse is
 * left undone as a whole and told in a note; the rest is done.
 *
 * Runs in the caller's transaction.
 */
export async function applyEffects (ctx: Context, manager: EntityManager, ticketId: number, effects: readonly Effect[], { cause, isByMachine = false }: Occasion): Promise<void> {
  for (const [place, { action, actor }] of effects.entries()) {
    const acting = joinTransaction(withActor(ctx, actor), manager)
    try {
      if (action.kind === 'reply') await checkAnswer(manager, acting, ticketId, isByMachine)
      await attempt(manager, async () => applyAction(acting, manager, ticketId, action, { cause: `${cause}:${place}`, by: actor.name }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      await tellRefused(ctx, manager, ticketId, actor, error)
    }
  }
}

/** Does one thing that a rule or a macro, called `by`, wants; in the actor's name. @throws Refusal */
export async function applyAction (ctx: Context, manager: EntityManager, ticketId: number, action: Action, { cause, by }: { cause: string, by: string }): Promise<unknown> {
  const fill = async (text: string) => filled(ctx, manager, ticketId, text)
  switch (action.kind) {
    case 'set_priority': return editTicket(ctx, { ticketId, version: null, priority: action.priority })
    case 'set_status': return setStatus(ctx, manager, ticketId, action.statusId)
    case 'set_topic': return changeTopic(ctx, { ticketId, topicId: action.topicId })
    case 'set_sla': return setServiceLevel(ctx, { ticketId, policyId: action.policyId })
    case 'set_department': return transferTicket(ctx, { ticketId, departmentId: action.departmentId, reason: by })
    case 'set_team': return assignTicket(ctx, { ticketId, teamId: action.teamId })
    case 'set_agent': return assignTicket(ctx, { ticketId, agentId: action.agentId })
    case 'route': case 'route_anew': return routeTicket(ctx, { ticketId, way: action.way === 'usual' ? null : action.way, anew: action.kind === 'route_anew' })
    case 'add_tags': return tagTicket(ctx, { ticketId, tags: [...await tagsOf(manager, ticketId), ...action.tags].join(' ') })
    case 'remove_tags': return tagTicket(ctx, { ticketId, tags: (await tagsOf(manager, ticketId)).filter(tag => !action.tags.includes(tag)).join(' ') })
    case 'add_tasks': return addTasks(ctx, { ticketId, tasks: (await Promise.all(action.tasks.map(fill))).map(text => ({ text: text.slice(0, longestTask) })) })
    case 'add_participant': return addParticipant(ctx, { ticketId, email: action.email })
    case 'refer_to_department': case 'refer_to_team': case 'refer_to_agent': return referTicket(ctx, { ticketId, ...action, reason: await fill(action.reason) })
    case 'note': return addNote(ctx, { ticketId, text: await fill(action.text) })
    case 'reply': return replyToTicket(ctx, { ticketId, text: await fill(action.text), outcome: action.outcome, version: null, atOnce: ctx.actor.party === 'system' })
    case 'send_mail': return sendMail(ctx, manager, ticketId, { ...action, subject: await fill(action.subject), text: await fill(action.text) }, { cause, by })
    case 'call_webhook': return callWebhook(manager, { webhookId: action.webhookId, ticketId, by, cause }, ctx.clock.now())
    case 'set_due': return promiseDate(ctx, manager, ticketId, action.span)
    case 'hold': return holdFor(ctx, manager, ticketId, action)
    case 'set_answer': return answerQuestion(ctx, manager, ticketId, action)
    case 'close': return moveTicket(ctx, { ticketId, move: 'close' })
    case 'trash': return moveTicket(ctx, { ticketId, move: 'trash' })
    default: return null
  }
}

/** Gives a ticket a status, and takes it first to the status's state where nothing more than that is needed for it. */
async function setStatus (ctx: Context, manager: EntityManager, ticketId: number, statusId: number): Promise<void> {
  const status = await manager.findOneBy(Status, { id: statusId })
  const { state } = await manager.findOneByOrFail(Ticket, { id: ticketId })
  if (status?.state === 'open' && state === 'new') await moveTicket(ctx, { ticketId, move: 'take_up' })
  if (status?.state === 'closed' && state !== 'closed') await moveTicket(ctx, { ticketId, move: 'close' })
  await editTicket(ctx, { ticketId, version: null, statusId })
}

/** Keeps rules from answering machines, and from answering without end one who always answers. @throws Refusal */
async function checkAnswer (manager: EntityManager, { clock }: Context, ticketId: number, isByMachine: boolean): Promise<void> {
  if (isByMachine) throw new Refusal('rules.answers_no_machine')
  const lately = await manager.countBy(ThreadEntry, { ticketId, kind: 'reply', agentId: IsNull(), createdAt: MoreThanOrEqual(after(clock.now(), -day)) })
  if (lately >= mostAnswers) throw new Refusal('rules.too_many_answers', { values: { limit: mostAnswers } })
}

/** A mail goes out in the house's name, so whoever has it sent must be one who may answer. */
async function sendMail ({ actor, clock }: Context, manager: EntityManager, ticketId: number, { to, subject, text }: Action & { kind: 'send_mail' }, { cause, by }: { cause: string, by: string }): Promise<void> {
  const ticket = await manager.findOneByOrFail(Ticket, { id: ticketId })
  if (!ticketPolicy.reply(actor, ticket)) throw new Forbidden('tickets.may_not.reply')
  await mailByRule(manager, { ticketId, rule: by, to: await findMailAddresses(manager, ticket, to), subject, text, cause }, clock.now())
}

/** Tells agents in a note what a rule could not do, and why. */
export async function tellRefused (ctx: Context, manager: EntityManager, ticketId: number, actor: Actor, refusal: Refusal): Promise<void> {
  const t = translator((await findOrganisation(manager)).defaultLocale)
  await addNote(joinTransaction(withActor(ctx, actor), manager), { ticketId, text: t('rules.refused', { rule: actor.name, why: reasonOf(refusal, t) }) })
}

/** The first thing that is wrong with a field says more than that something is. */
export function reasonOf (refusal: Refusal, t: Translate): string {
  const [first] = refusal instanceof InvalidFields ? Object.values(refusal.fields) : []
  return first === undefined ? t(refusal.key, refusal.values) : t(first.key, first.values)
}

async function tagsOf (manager: EntityManager, ticketId: number): Promise<string[]> {
  return (await manager.findBy(TicketTag, { ticketId })).map(({ tag }) => tag)
}

async function filled ({ actor }: Context, manager: EntityManager, ticketId: number, text: string): Promise<string> {
  if (!text.includes('{')) return text
  const { number, subject, requesterId } = await manager.findOneByOrFail(Ticket, { id: ticketId })
  const { name } = await manager.findOneByOrFail(Person, { id: requesterId })
  return fillText(text, { number, subject, requester: name, agent: actor.party === 'agent' ? actor.name : '' })
}
