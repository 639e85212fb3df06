import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf, readingOf } from '../plugins/desk-reading.js'
import { markRead } from './commands/mark-read.js'
import { presentComposer, type ComposerView } from './composer.presenter.js'
import { findDeskPage } from './desk-page.queries.js'
import { presentTasks, type TasksView, type TypedTask } from './tasks/task.presenter.js'
import { findTicketChoices, type TicketChoices } from './ticket-choices.js'
import { presentReferralChoices, type ReferralChoices } from './referral.presenter.js'
import { presentThread, presentTicket, type ThreadItem, type TicketView } from './ticket.presenter.js'

declare module '../plugins/page.js' {
  interface Pages {
    'tickets/show': {
      ticket: TicketView, tasks: TasksView, thread: ThreadItem[], composer: ComposerView, choices: TicketChoices, referralChoices: ReferralChoices
      earlierPath: string | null, problems: Array<{ href: string, text: string }>, open: string | null
      /** What a field of a form shows: what was typed there and refused, or else what the ticket says. */
      typed: (form: string, field: string, otherwise?: string | number | null) => string
    }
  }
}

export const ticketParams = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const showSchema = { params: ticketParams, querystring: Type.Object({ before: Type.Optional(Type.Integer({ minimum: 1 })), from: Type.Optional(Type.String({ maxLength: 300 })), outcome: Type.Optional(Type.String({ maxLength: 20 })) }) }

/** A ticket as agents see it, mounted at /desk/tickets. */
const ticketDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:id', { schema: showSchema }, async (request, reply) => showTicket(request, reply, request.params.id, { before: request.query.before ?? null, typed: request.query.outcome === undefined ? {} : { outcome: request.query.outcome } }))
}

export default ticketDeskRoutes

interface Show {
  before?: number | null
  /** What was typed and refused, to be shown again as it was. */
  typed?: Record<string, unknown>
  problems?: Array<{ href: string, text: string }>
  /** The name of the menu whose form was refused. */
  open?: string | null
  /** What was typed in it, by field. */
  typedThere?: Record<string, unknown>
  /** What was typed about a task and refused. */
  typedTask?: TypedTask | null
}

export const regions = { 'ticket-page': 'tickets/_page' }

/** Answers with the ticket page; also after a refusal, with everything that was typed. @throws NotFound */
export async function showTicket (request: FastifyRequest, reply: FastifyReply, id: number, { before = null, typed = {}, problems = [], open = null, typedThere = {}, typedTask = null }: Show = {}): Promise<FastifyReply> {
  const reading = readingOf(request)
  const { ctx } = request
  const { row, entries, events, margin, hasEarlier } = await findDeskPage(ctx.db.read, reading.actor, id, reading.now, before)
  const ticket = presentTicket(row, margin, reading)
  const [choices] = await Promise.all([findTicketChoices(ctx.db.read, row), markRead(ctx, agentOf(request).id, row)])

  return reply.page('tickets/show', {
    title: `${row.number} ${row.subject}`,
    ticket,
    tasks: presentTasks(ticket.path, margin.tasks, typedTask, reading),
    thread: presentThread(ticket.path, entries, events, margin.files, reading),
    composer: presentComposer(ticket, margin, typed, reading),
    choices,
    referralChoices: presentReferralChoices(choices, row.departmentId, reading.t),
    earlierPath: hasEarlier ? `${ticket.path}?before=${entries[0]!.id}` : null,
    problems,
    open,
    typed: (form, field, otherwise) => String((form === open ? typedThere[field] : null) ?? otherwise ?? '')
  }, { regions })
}
