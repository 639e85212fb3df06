import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { askForAccess } from '../accounts/commands/ask-for-access.js'
import { tokenSchema } from '../accounts/form-schema.js'
import { findOwnTicket } from '../accounts/own-ticket.queries.js'
import { beginSession } from '../plugins/begin-session.js'
import { withActor } from '../platform/context.js'
import { NotFound } from '../platform/errors.js'
import { muteTicket } from './commands/mute-ticket.js'
import type { LinkPurpose } from './mailed-links.js'
import { findLinkHolder, type LinkHolder } from './mailed-links.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'accounts/link-expired': { action: string } }
}

/**
 * The links that stand in mails about a request: to the request, to “is it solved?”, to “how did it go?” and
 * to stop its mails. Mounted at /.
 *
 * Each is exchanged for a session that opens this one request, so that the signed text stays in no history
 * and is sent to nobody. Opening one changes nothing else.
 */
const mailedLinkRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/r/:token', { schema: tokenSchema }, async (request, reply) => enter(request, reply, 'ticket', ''))
  app.get('/r/:token/solution', { schema: tokenSchema }, async (request, reply) => enter(request, reply, 'solve', '/solution'))
  app.get('/r/:token/feedback', { schema: tokenSchema }, async (request, reply) => enter(request, reply, 'feedback', '/feedback'))

  app.get('/r/:token/mute', { schema: tokenSchema }, async (request, reply) => enter(request, reply, 'ticket', ''))
  // A mail program may stop the mails with one press, without a page (RFC 8058).
  app.post('/r/:token/mute', { schema: tokenSchema }, async (request, reply) => {
    const { requester, ticketId } = await findHolder(request, 'ticket')
    await muteTicket(withActor(app.platform, { ...requester, onlyTicketId: ticketId }), { ticketId, isMuted: true })
    return reply.type('text/plain; charset=utf-8').send(request.t('portal.request.muted'))
  })

  app.post('/r/:token/fresh', { schema: tokenSchema }, async (request, reply) => {
    const { ctx } = request
    const holder = await findHolder(request, 'ticket', 'solve', 'feedback')
    const ticket = await findOwnTicket(ctx.db.read, holder.requester.id, { id: holder.ticketId })
    await askForAccess(ctx, { kind: 'sign_in', email: holder.requester.email, ...(ticket && { number: ticket.number }) }, request.ip)
    return reply.redirect('/sign-in/sent', 303)
  })
}

export default mailedLinkRoutes

type WithToken = FastifyRequest<{ Params: { token: string } }>

/** Who holds the link, if it was made for one of these purposes. @throws NotFound */
async function findHolder ({ ctx, params: { token } }: WithToken, ...purposes: LinkPurpose[]): Promise<LinkHolder> {
  for (const purpose of purposes) {
    const holder = await findLinkHolder(ctx.db.read, ctx.signer, purpose, token, ctx.clock.now())
    if (holder !== null) return holder
  }
  throw new NotFound('accounts.link.void')
}

/** Lets the holder in to one request and goes on to the page that the link is for. */
async function enter (request: WithToken, reply: FastifyReply, purpose: LinkPurpose, page: string): Promise<FastifyReply> {
  const { state, requester, ticketId } = await findHolder(request, purpose)
  if (state === 'expired') return reply.code(410).page('accounts/link-expired', { title: request.t('accounts.expired.title'), action: `/r/${request.params.token}/fresh` })

  const ticket = await findOwnTicket(request.ctx.db.read, requester.id, { id: ticketId })
  const isIn = request.requester?.id === requester.id && [null, ticketId].includes(request.requester.onlyTicketId)
  if (!isIn) await beginSession(request, { personId: requester.id, onlyTicketId: ticketId })
  return reply.redirect(ticket === null ? '/' : `/requests/${encodeURIComponent(ticket.number)}${page}`, 303)
}
