import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findTicketByNumber } from '../tickets/ticket.queries.js'
import type { Ticket } from '../tickets/ticket.entity.js'
import { rateTicket } from './commands/rate-ticket.js'
import { Rating, type Score } from './rating.entity.js'

declare module '../plugins/page.js' {
  interface Pages {
    'portal/feedback': {
      path: string, number: string, subject: string, choices: Array<{ value: string, label: string }>, typed: { score: string, comment: string }
      problems: Array<{ href: string, text: string }>, told: string | null, mayTell: boolean
    }
  }
}

const params = Type.Object({ number: Type.String({ maxLength: 40 }) })
const body = Type.Object({ score: Type.String({ default: '', maxLength: 5 }), comment: Type.String({ default: '' }) })
const scores = ['5', '4', '3', '2', '1'] as const

/** How it went, after a request was closed. Mounted at /. */
const surveysPortalRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preHandler', async (request, reply) => {
    if (request.requester === null) return reply.redirect(request.method === 'GET' ? `/sign-in?next=${encodeURIComponent(request.url)}` : '/sign-in', 303)
  })

  app.get('/requests/:number/feedback', { schema: { params } }, async (request, reply) => show(request, reply, await own(request)))

  app.post('/requests/:number/feedback', { schema: { params, body } }, async (request, reply) => {
    const { ctx, t, body: { score, comment } } = request
    const ticket = await own(request)
    if (!scores.some(each => each === score)) return show(request, reply.code(422), ticket, { score: '', comment }, t('portal.feedback.missing'))

    await rateTicket(ctx, { ticketId: ticket.id, score: Number(score) as Score, comment })
    reply.flash({ kind: 'good', key: Number(score) <= 2 ? 'portal.feedback.thanks_low' : 'portal.feedback.thanks' })
    return reply.redirect(`/requests/${encodeURIComponent(ticket.number)}`, 303)
  })
}

export default surveysPortalRoutes

async function own ({ ctx, params: { number } }: FastifyRequest<{ Params: { number: string } }>): Promise<Ticket> {
  return findTicketByNumber(ctx.db.read, ctx.actor, number)
}

async function show (request: FastifyRequest, reply: FastifyReply, ticket: Ticket, typed = { score: '', comment: '' }, problem = ''): Promise<FastifyReply> {
  const { ctx, t, requester } = request
  const rating = await ctx.db.read.findOneBy(Rating, { ticketId: ticket.id })
  const mayTell = ticket.state === 'closed' && ticket.requesterId === requester?.id
  return reply.page('portal/feedback', {
    title: t('portal.feedback.title'),
    path: `/requests/${encodeURIComponent(ticket.number)}`,
    number: ticket.number,
    subject: ticket.subject,
    choices: scores.map(value => ({ value, label: t(`portal.feedback.${value}`) })),
    typed,
    problems: problem === '' ? [] : [{ href: '#score', text: problem }],
    told: rating === null ? null : t('portal.feedback.once', { score: t(`portal.feedback.${rating.score}`) }),
    mayTell
  })
}
