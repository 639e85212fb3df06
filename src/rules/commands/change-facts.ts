import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { InvalidFields, Refusal } from '../../platform/errors.js'
import { checkAnswers } from '../../forms/check-answers.js'
import { Question } from '../../forms/question.entity.js'
import { findHours } from '../../schedules/schedule.queries.js'
import { editTicket } from '../../tickets/commands/edit-ticket.js'
import { holdTicket } from '../../tickets/commands/move-ticket.js'
import { Ticket } from '../../tickets/ticket.entity.js'
import { addSpan, readSpan } from '../time-span.js'

/** Promises a date by hand, a stretch of time from now. @throws Refusal */
export async function promiseDate (ctx: Context, manager: EntityManager, ticketId: number, span: string): Promise<void> {
  await editTicket(ctx, { ticketId, version: null, dueAt: await dateIn(ctx, manager, ticketId, span) })
}

/** Puts a ticket on hold for a stretch of time. @throws Refusal */
export async function holdFor (ctx: Context, manager: EntityManager, ticketId: number, { span, reason }: { span: string, reason: string }): Promise<void> {
  await holdTicket(ctx, { ticketId, reason, until: await dateIn(ctx, manager, ticketId, span) })
}

/** A moment in the working time of the ticket's department. @throws Refusal when its hours never add up to it. */
async function dateIn ({ clock }: Context, manager: EntityManager, ticketId: number, text: string): Promise<Date> {
  const span = readSpan(text)
  const { departmentId } = await manager.findOneByOrFail(Ticket, { id: ticketId })
  const at = span === null ? null : addSpan((await findHours(manager, departmentId)).hours, clock.now(), span)
  if (at === null || at.getFullYear() > clock.now().getFullYear() + 10) throw new Refusal('rules.action.no_date')
  return at
}

/** Answers a question of the ticket's topic. @throws Refusal when it is not asked there, InvalidFields when the answer does not fit it. */
export async function answerQuestion (ctx: Context, manager: EntityManager, ticketId: number, { questionId, value }: { questionId: number, value: string }): Promise<void> {
  const question = await manager.findOneBy(Question, { id: questionId, isActive: true })
  const { topicId } = await manager.findOneByOrFail(Ticket, { id: ticketId })
  if (question === null || question.topicId !== topicId) throw new Refusal('rules.action.not_asked')
  const { answers, problems } = checkAnswers([question], new Map([[questionId, value]]))
  const problem = problems.get(questionId)
  if (problem !== undefined) throw new InvalidFields({ answer: problem })
  await editTicket(ctx, { ticketId, version: null, answers })
}
