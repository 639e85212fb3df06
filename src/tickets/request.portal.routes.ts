import { randomUUID } from 'node:crypto'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { InvalidFields, Refusal } from '../platform/errors.js'
import { requesterOf } from '../plugins/portal-reading.js'
import { findPublicFile } from './attachment.queries.js'
import { acceptSolution, declineSolution } from './commands/answer-solution.js'
import { addParticipant, removeParticipant } from './commands/change-participants.js'
import { keepUploads } from './commands/keep-uploads.js'
import { muteTicket } from './commands/mute-ticket.js'
import { receiveMessage } from './commands/receive-message.js'
import { beginRequestForm } from './commands/save-request-form.js'
import { findPublicRequest } from './public-request.queries.js'
import { presentPublicRequest, type PublicRequestView } from './public-request.presenter.js'
import { sendAttachment, sendPicture } from '../plugins/send-attachment.js'
import { findSharedTicketByNumber, findTicketByNumber } from './ticket.queries.js'
import type { Ticket } from './ticket.entity.js'
import { receiveForm } from '../plugins/receive-form.js'

interface Shown { request: PublicRequestView, text: string, problems: Array<{ href: string, text: string }> }

declare module '../plugins/page.js' {
  interface Pages {
    'portal/request': Shown
    'portal/solution': Shown & { reopenDays: number }
  }
}

const params = Type.Object({ number: Type.String({ maxLength: 40 }) })
const fileParams = Type.Object({ number: params.properties.number, fileId: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 20 })]))
const field = (form: Record<string, string | string[]>, name: string): string => String([form[name] ?? ''].flat()[0] ?? '')

/** One request, for the person who made it and those who take part. Mounted at /. */
const requestRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preHandler', async (request, reply) => {
    if (request.requester === null) return reply.redirect(request.method === 'GET' ? `/sign-in?next=${encodeURIComponent(request.url)}` : '/sign-in', 303)
  })

  app.get('/requests/:number', { schema: { params } }, async (request, reply) => show(request, reply, 'portal/request'))
  app.get('/requests/:number/solution', { schema: { params } }, async (request, reply) => show(request, reply, 'portal/solution'))

  app.post('/requests/:number/messages', { schema: { params } }, async (request, reply) => answer(request, reply))

  app.post('/requests/:number/judgements', { schema: { params, body } }, async (request, reply) => {
    const { ctx } = request
    const ticket = await own(request)
    const isSolved = field(request.body, 'way') === 'solved'
    try {
      if (isSolved) await acceptSolution(ctx, { ticketId: ticket.id })
      else await declineSolution(ctx, { ticketId: ticket.id, text: field(request.body, 'text') })
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 404) throw error
      return show(request, reply.code(error.status), 'portal/solution', { text: field(request.body, 'text'), problem: error instanceof InvalidFields ? request.t('portal.closing.no_empty') : request.t(error.key, error.values) })
    }
    reply.flash({ kind: 'good', key: isSolved ? 'portal.closing.thanks' : 'portal.closing.opened' })
    return reply.redirect(pathOf(ticket), 303)
  })

  app.post('/requests/:number/continue', { schema: { params } }, async (request, reply) => {
    const { ctx } = request
    const ticket = await own(request)
    const { name, email } = requesterOf(request)
    const key = await beginRequestForm(ctx, { topicId: ticket.topicId, name, email, continuesTicketId: ticket.id })
    return reply.redirect(`/ask/${key}/details`, 303)
  })

  app.post('/requests/:number/people', { schema: { params, body } }, async (request, reply) => {
    const ticket = await own(request)
    const email = field(request.body, 'email').trim()
    try {
      await addParticipant(request.ctx, { ticketId: ticket.id, email })
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 404) throw error
      const problem = error instanceof InvalidFields ? error.fields.email ?? error : error
      return show(request, reply.code(error.status), 'portal/request', { problem: request.t(problem.key, problem.values), href: '#add-email' })
    }
    return reply.flash({ kind: 'good', key: 'portal.request.added', values: { email } }).redirect(pathOf(ticket), 303)
  })

  app.post('/requests/:number/people/:personId/removals', { schema: { params: Type.Object({ number: params.properties.number, personId: Type.Integer({ minimum: 1 }) }) } }, async (request, reply) => {
    const ticket = await own(request)
    await removeParticipant(request.ctx, { ticketId: ticket.id, personId: request.params.personId })
    const isSelf = request.params.personId === requesterOf(request).id
    return reply.flash({ kind: 'good', key: 'portal.request.removed' }).redirect(isSelf ? '/requests' : pathOf(ticket), 303)
  })

  app.post('/requests/:number/mutes', { schema: { params, body } }, async (request, reply) => {
    const ticket = await own(request)
    const isMuted = field(request.body, 'mute') === '1'
    await muteTicket(request.ctx, { ticketId: ticket.id, isMuted })
    return reply.flash({ kind: 'good', key: isMuted ? 'portal.request.muted' : 'portal.request.unmuted' }).redirect(pathOf(ticket), 303)
  })

  app.get('/requests/:number/files/:fileId', { schema: { params: fileParams } }, async (request, reply) => {
    const ticket = await findSharedTicketByNumber(request.ctx.db.read, requesterOf(request), request.params.number)
    const { ctx, params: { fileId } } = request
    return sendAttachment(reply, ctx.files, await findPublicFile(ctx.db.read, ticket.id, fileId, ctx.clock.now()))
  })

  app.get('/requests/:number/files/:fileId/picture', { schema: { params: fileParams } }, async (request, reply) => {
    const ticket = await findSharedTicketByNumber(request.ctx.db.read, requesterOf(request), request.params.number)
    const { ctx, params: { fileId } } = request
    return sendPicture(reply, ctx.files, await findPublicFile(ctx.db.read, ticket.id, fileId, ctx.clock.now()))
  })
}

export default requestRoutes

type OneRequest = FastifyRequest<{ Params: { number: string } }>

const pathOf = ({ number }: Ticket): string => `/requests/${encodeURIComponent(number)}`

async function own ({ ctx, params: { number } }: OneRequest): Promise<Ticket> {
  return findTicketByNumber(ctx.db.read, ctx.actor, number)
}

async function show (request: OneRequest, reply: FastifyReply, page: 'portal/request' | 'portal/solution', { text = '', problem = '', href = '#text' } = {}): Promise<FastifyReply> {
  const { ctx, t, format } = request
  const actor = requesterOf(request)
  const found = await findPublicRequest(ctx.db.read, actor, request.params.number, ctx.clock.now())
  const view = presentPublicRequest(found, { actor, now: ctx.clock.now(), t, format })
  if (page === 'portal/solution' && !view.mayJudge && problem === '') return reply.redirect(view.path, 303)
  return reply.page(page, { title: page === 'portal/solution' ? t('portal.closing.title') : view.subject, request: view, text, problems: problem === '' ? [] : [{ href, text: problem }], reopenDays: found.department.reopenDays })
}

/** Takes the person's answer with its files. Typed text comes back with whatever was refused. */
async function answer (request: OneRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { ctx, t } = request
  const ticket = await own(request)
  const form = request.isMultipart()
    ? await receiveForm(request, ctx.files)
    : { fields: Object.fromEntries(Object.entries(request.body as Record<string, string>).map(([name, value]) => [name, String(value)])), uploads: [], refused: [] }
  const text = form.fields.text ?? ''
  const [refused] = form.refused
  if (refused !== undefined) return show(request, reply.code(422), 'portal/request', { text, problem: t(refused.key, refused.values), href: '#files' })

  const filesKey = randomUUID()
  await keepUploads(ctx, filesKey, form.uploads)
  try {
    await receiveMessage(ctx, { ticketId: ticket.id, text, source: 'web', filesKey })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error
    const problem = error instanceof InvalidFields ? error.fields.text ?? error : error
    return show(request, reply.code(error.status), 'portal/request', { text, problem: t(problem.key, problem.values) })
  }
  return reply.flash({ kind: 'good', key: 'portal.request.sent_note' }).redirect(pathOf(ticket), 303)
}
