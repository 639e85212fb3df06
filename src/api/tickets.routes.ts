import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import { checkAnswers } from '../forms/check-answers.js'
import { listQuestions } from '../forms/question.queries.js'
import type { AnswerValue } from '../forms/answer.entity.js'
import { agentOf } from '../plugins/desk-reading.js'
import { isEmailAddress } from '../platform/email-address.js'
import { joinTransaction, type Context } from '../platform/context.js'
import { InvalidFields, type Message } from '../platform/errors.js'
import { digestOf } from '../platform/security/signer.js'
import { changeTopic } from '../tickets/commands/change-topic.js'
import { editTicket } from '../tickets/commands/edit-ticket.js'
import { gatherUploads } from '../tickets/commands/gather-uploads.js'
import { openTicket } from '../tickets/commands/open-ticket.js'
import { readTags, tagTicket } from '../tickets/commands/tag-ticket.js'
import { listChangedTickets } from '../tickets/changed-tickets.queries.js'
import { recordSorts, listTicketRecords, type RecordFilter } from '../tickets/ticket-records.queries.js'
import type { TicketState } from '../tickets/ticket.lifecycle.js'
import { changedTicketAnswer, changing, pageAnswer, ticketAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { conditionalChange, Fields, FullTicket, Id, idParams, Moment, pageOf, paging, PriorityName, repeatable, StateList, Ticket } from './schemas.js'
import { presentRecord } from '../tickets/record.presenter.js'
import { priorityOf } from './ticket.presenter.js'

const Answers = Type.Record(Type.String({ pattern: '^[1-9][0-9]{0,9}$' }), Type.Union([Type.String({ maxLength: 20_000 }), Type.Array(Type.String({ maxLength: 500 }), { maxItems: 200 })]))

const newTicket = Fields({
  topicId: Id,
  subject: Type.String({ minLength: 1, maxLength: 200, examples: ['A lamp is dark'] }),
  text: Type.String({ minLength: 1, maxLength: 100_000, examples: ['In room 3, since this morning.'] }),
  requester: Fields({ name: Type.String({ minLength: 1, maxLength: 190, examples: ['Maria Keller'] }), email: Type.String({ minLength: 3, maxLength: 190, examples: ['maria@example.org'] }), phone: Type.Optional(Type.String({ maxLength: 60 })) }),
  priority: Type.Optional(PriorityName),
  answers: Type.Optional(Answers),
  fileIds: Type.Optional(Type.Array(Id, { maxItems: 10 })),
  silentTo: Type.Optional(Type.Array(Type.Enum(['agents', 'requester']), { maxItems: 2 }))
})

const change = Fields({
  subject: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  priority: Type.Optional(PriorityName),
  dueAt: Type.Optional(Type.Union([Moment, Type.Null()])),
  statusId: Type.Optional(Type.Union([Id, Type.Null()])),
  tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 40, pattern: '^[^\\s,;]+$' }), { maxItems: 20 })),
  topicId: Type.Optional(Id),
  answers: Type.Optional(Answers)
}, { minProperties: 1 })

const query = Fields({
  ...paging,
  state: Type.Optional(StateList),
  number: Type.Optional(Type.String({ maxLength: 40 })),
  departmentId: Type.Optional(Id),
  teamId: Type.Optional(Id),
  assignee: Type.Optional(Type.String({ pattern: '^(me|none|[1-9][0-9]{0,9})$', examples: ['me'] })),
  requester: Type.Optional(Type.String({ maxLength: 190, examples: ['maria@example.org'] })),
  companyId: Type.Optional(Id),
  topicId: Type.Optional(Id),
  priority: Type.Optional(PriorityName),
  tag: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  sort: Type.Optional(Type.Enum([...recordSorts])),
  updatedSince: Type.Optional(Moment)
})

const schemas = {
  list: { querystring: query, response: { 200: pageOf(Ticket) } },
  create: { headers: repeatable, body: newTicket, response: { 201: FullTicket } },
  show: { params: idParams, response: { 200: FullTicket } },
  change: { params: idParams, headers: conditionalChange, body: change, response: { 200: FullTicket } }
}

/** Tickets, mounted at /api/v1. */
const ticketRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/tickets', { schema: schemas.list, config: { scope: 'tickets.read', operation: 'tickets_list' } }, async (request, reply) => {
    const { limit = 50, cursor, updatedSince, ...asked } = request.query
    const actor = agentOf(request)
    const { read } = request.ctx.db
    const after = readCursor(cursor)
    if (updatedSince !== undefined && asked.sort !== undefined) throw new InvalidFields({ sort: { key: 'api.tickets.sorted_by_change' } })
    const { records, next } = updatedSince === undefined
      ? await listTicketRecords(read, actor, filterOf(asked, actor.id), { limit, after })
      : await listChangedTickets(read, actor, filterOf(asked, actor.id), { since: new Date(updatedSince), after: after?.id ?? null, limit })
    return pageAnswer(request, reply, records.map(presentRecord), next)
  })

  app.post('/tickets', { schema: schemas.create, config: { scope: 'tickets.write', operation: 'tickets_create' } }, async (request, reply) => {
    const { ctx, body, claim } = request
    if (!isEmailAddress(body.requester.email)) throw new InvalidFields({ 'requester/email': { key: 'accounts.email.wrong' } })
    const { fileIds = [], priority, ...asked } = body
    const ticket = await openTicket(ctx, {
      ...asked,
      answers: await readAnswers(ctx, body.topicId, asked.answers),
      source: 'api',
      priority: priority === undefined ? null : priorityOf(priority),
      filesKey: await gatherUploads(ctx, fileIds),
      formKey: claim === null ? null : digestOf(`api ticket ${claim.keyDigest} ${claim.claim}`)
    })
    return reply.code(201).header('location', `/api/v1/tickets/${ticket.id}`).send(await ticketAnswer(request, reply, ticket.id))
  })

  app.get('/tickets/:id', { schema: schemas.show, config: { scope: 'tickets.read', operation: 'tickets_read' } }, async (request, reply) => ticketAnswer(request, reply, request.params.id))

  app.patch('/tickets/:id', { schema: schemas.change, config: { scope: 'tickets.write', operation: 'tickets_change' } }, async (request, reply) => {
    const { params: { id }, body: { tags, priority, dueAt, answers, topicId: newTopicId, ...rest } } = request
    const ctx = changing(request, id)
    const topicId = newTopicId ?? (answers === undefined ? null : (await ticketAnswer(request, reply, id)).topic?.id ?? null)
    await ctx.db.transaction(async manager => {
      const joined = joinTransaction(ctx, manager)
      if (newTopicId !== undefined) await changeTopic(joined, { ticketId: id, topicId: newTopicId })
      await editTicket(joined, {
        ticketId: id, version: null, ...rest,
        ...(priority !== undefined && { priority: priorityOf(priority) }),
        ...(dueAt !== undefined && { dueAt: dueAt === null ? null : new Date(dueAt) }),
        ...(answers !== undefined && { answers: await readAnswers(joined, topicId, answers) })
      })
      if (tags !== undefined) await tagTicket(joined, { ticketId: id, tags: tags.join(',') })
    })
    return changedTicketAnswer(request, reply, id)
  })
}

export default ticketRoutes

function filterOf ({ state, assignee, requester, priority, tag, sort = 'newest', ...rest }: Omit<Static<typeof query>, 'limit' | 'cursor' | 'updatedSince'>, ownId: number): RecordFilter {
  return {
    ...rest,
    sort,
    ...(state !== undefined && { states: [...new Set(state.split(','))] as TicketState[] }),
    ...(assignee !== undefined && { assigneeId: assignee === 'me' ? ownId : assignee === 'none' ? null : Number(assignee) }),
    ...(requester !== undefined && { requesterEmail: requester }),
    ...(priority !== undefined && { priority: priorityOf(priority) }),
    ...(tag !== undefined && { tag: keptTag(tag) })
  }
}

/** A tag as it is kept; what could be none finds none. */
function keptTag (asked: string): string {
  const [tag, ...more] = readTags(asked)
  return tag === undefined || more.length > 0 ? asked : tag
}

/** What a topic asks, answered by question id; nothing is required of a program. @throws InvalidFields */
async function readAnswers ({ db }: Pick<Context, 'db'>, topicId: number | null, given: Record<string, string | string[]> = {}): Promise<Map<number, AnswerValue>> {
  const ids = Object.keys(given)
  if (ids.length === 0) return new Map()
  const asked = topicId === null ? [] : (await listQuestions(db.read, topicId, { publicOnly: false })).filter(({ id }) => Object.hasOwn(given, String(id)))
  const problems: Record<string, Message> = {}
  for (const id of ids) if (!asked.some(question => String(question.id) === id)) problems[`answers/${id}`] = { key: 'api.field.unknown', values: { name: id } }
  const read = checkAnswers(asked, new Map(asked.map(({ id }) => [id, given[String(id)] ?? ''])))
  for (const [id, problem] of read.problems) problems[`answers/${id}`] = problem
  if (Object.keys(problems).length > 0) throw new InvalidFields(problems)
  return read.answers
}
