import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { AnswerValue } from '../forms/answer.entity.js'
import { checkAnswers } from '../forms/check-answers.js'
import { listQuestions } from '../forms/question.queries.js'
import type { Question } from '../forms/question.entity.js'
import { Forbidden, Stale, type Message } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { typedNumber } from '../plugins/admin-pages.js'
import { listAnswers } from './answers.queries.js'
import { editTicket } from './commands/edit-ticket.js'
import { presentQuestion, type FieldView } from './request-form.presenter.js'
import { ticketParams } from './ticket.desk.routes.js'
import type { Ticket } from './ticket.entity.js'
import { ticketPolicy } from './ticket.policy.js'
import { findTicket } from './ticket.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'tickets/answers': { number: string, subject: string, path: string, version: number, fields: FieldView[], problems: Array<{ href: string, text: string }> } }
}

const typed = Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 200 })])
const schemas = {
  show: { params: ticketParams },
  save: { params: ticketParams, body: Type.Record(Type.String(), typed) }
}

type TicketRequest = FastifyRequest<{ Params: { id: number } }>

/** What a topic asks, answered or corrected by an agent. Mounted at /desk/tickets. */
const answersDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:id/answers', { schema: schemas.show }, async (request, reply) => {
    const { ticket, questions } = await findEditable(request)
    return showAnswers(request, reply, ticket, questions, await listAnswers(request.ctx.db.read, ticket.id))
  })

  app.post('/:id/answers', { schema: schemas.save }, async (request, reply) => {
    const { ticket, questions } = await findEditable(request)
    const { answers, problems } = checkAnswers(questions, new Map(questions.map(({ id }) => [id, request.body[`q${id}`] ?? ''])))
    if (problems.size > 0) return showAnswers(request, reply.code(422), ticket, questions, answers, problems)
    try {
      await editTicket(request.ctx, { ticketId: ticket.id, version: typedNumber(request.body, 'version'), answers })
    } catch (error) {
      if (!(error instanceof Stale)) throw error
      return showAnswers(request, reply.code(409), ticket, questions, answers, new Map([[0, { key: error.key }]]))
    }
    return reply.flash({ kind: 'good', key: 'tickets.act.edited' }).redirect(`/desk/tickets/${ticket.id}`, 303)
  })
}

export default answersDeskRoutes

/** The ticket and what its topic asks; to an agent nothing is required, since not everything can be asked on the phone. @throws NotFound, Forbidden */
async function findEditable (request: TicketRequest): Promise<{ ticket: Ticket, questions: Question[] }> {
  const { read } = request.ctx.db
  const ticket = await findTicket(read, agentOf(request), request.params.id)
  if (!ticketPolicy.edit(agentOf(request), ticket)) throw new Forbidden('tickets.may_not.edit')
  const questions = ticket.topicId === null ? [] : await listQuestions(read, ticket.topicId, { publicOnly: false })
  return { ticket, questions: questions.map(question => Object.assign(question, { isRequired: false })) }
}

async function showAnswers (request: TicketRequest, reply: FastifyReply, { id, number, subject, version }: Ticket, questions: Question[], answers: ReadonlyMap<number, AnswerValue>, problems: ReadonlyMap<number, Message> = new Map()): Promise<FastifyReply> {
  const { t } = request
  const wrong = new Map([...problems].map(([question, problem]) => [`q${question}`, problem]))
  return reply.page('tickets/answers', {
    title: t('tickets.answers.title'),
    number,
    subject,
    path: `/desk/tickets/${id}`,
    version,
    fields: questions.flatMap(question => presentQuestion(question, answers.get(question.id), wrong, t)),
    problems: [...problems].map(([question, { key, values }]) => ({ href: question === 0 ? '#main' : `#q${question}`, text: t(key, values) }))
  })
}
