import type { FastifyRequest } from 'fastify'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NotFound } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { strangerPolicy } from '../plugins/security-headers.js'
import { replyOutcomes } from '../tickets/commands/reply-to-ticket.js'
import { findDraft } from '../tickets/draft.queries.js'
import { findTicket } from '../tickets/ticket.queries.js'
import { previewReply } from './commands/preview-reply.js'
import type { Letter } from './letter.js'

declare module '../plugins/page.js' {
  interface Pages {
    'tickets/reply-preview': { number: string, path: string, version: number, text: string, outcome: string, letters: Array<{ from: string, to: string, subject: string, bodyPath: string }> }
  }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const outcome = Type.Enum([...replyOutcomes], { default: 'waiting' })
const schemas = {
  show: { params, querystring: Type.Object({ outcome }) },
  body: { params, querystring: Type.Object({ outcome, place: Type.Integer({ minimum: 0, maximum: 100, default: 0 }) }) }
}

/** The mails that a reply which is still a draft would send, as their readers would get them. Mounted at /desk/tickets. */
const replyPreviewDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:id/reply-preview', { schema: schemas.show }, async (request, reply) => {
    const { params: { id }, query: { outcome } } = request
    const { number, version, text, letters } = await findPreview(request, id, outcome)
    const path = `/desk/tickets/${id}`
    return reply.page('tickets/reply-preview', {
      title: request.t('tickets.preview.title'),
      number,
      path,
      version,
      text,
      outcome,
      letters: letters.map(({ from, to, subject }, place) => ({ from: mailbox(from), to: mailbox(to), subject, bodyPath: `${path}/reply-preview/body?outcome=${outcome}&place=${place}` }))
    })
  })

  app.get('/:id/reply-preview/body', { schema: schemas.body }, async (request, reply) => {
    const { letters } = await findPreview(request, request.params.id, request.query.outcome)
    const letter = letters[request.query.place]
    if (letter === undefined) throw new NotFound()
    return reply.type('text/html; charset=utf-8').headers({ 'content-security-policy': strangerPolicy, 'x-frame-options': 'SAMEORIGIN' }).send(letter.html)
  })
}

export default replyPreviewDeskRoutes

const mailbox = ({ name, address }: Letter['to']): string => name === '' ? address : `${name} <${address}>`

/** @throws NotFound where there is no ticket to see or no reply being written. */
async function findPreview (request: FastifyRequest, id: number, outcome: typeof replyOutcomes[number]) {
  const { ctx } = request
  const actor = agentOf(request)
  const ticket = await findTicket(ctx.db.read, actor, id)
  const draft = await findDraft(ctx.db.read, { agentId: actor.id, ticketId: id })
  if (draft === null || draft.kind !== 'reply') throw new NotFound()
  return { number: ticket.number, version: draft.ticketVersion, text: draft.text, letters: await previewReply(ctx, { ticketId: id, text: draft.text, outcome }) }
}
