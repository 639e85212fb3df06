import { type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { askForAccess } from '../accounts/commands/ask-for-access.js'
import { tokenSchema } from '../accounts/form-schema.js'
import { findOwnTicket } from '../accounts/own-ticket.queries.js'
import { beginSession } from '../plugins/begin-session.js'
import { NotFound } from '../platform/errors.js'
import { findLinkHolder } from './mailed-links.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'accounts/link-expired': { action: string } }
}

/**
 * The link that stands in every mail about a request; mounted at /.
 *
 * It is exchanged for a session that opens this one request, so that the signed text stays in no history
 * and is sent to nobody. Opening it changes nothing else.
 */
const mailedLinkRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/r/:token', { schema: tokenSchema }, async (request, reply) => {
    const { ctx, params: { token } } = request
    const holder = await findLinkHolder(ctx.db.read, ctx.signer, 'ticket', token, ctx.clock.now())
    if (holder === null) throw new NotFound('accounts.link.void')
    if (holder.state === 'expired') return reply.code(410).page('accounts/link-expired', { title: request.t('accounts.expired.title'), action: `/r/${token}/fresh` })

    const { requester, ticketId } = holder
    const ticket = await findOwnTicket(ctx.db.read, requester.id, { id: ticketId })
    const isIn = request.requester?.id === requester.id && [null, ticketId].includes(request.requester.onlyTicketId)
    if (!isIn) await beginSession(request, { personId: requester.id, onlyTicketId: ticketId })
    return reply.redirect(ticket === null ? '/' : `/requests/${encodeURIComponent(ticket.number)}`, 303)
  })

  app.post('/r/:token/fresh', { schema: tokenSchema }, async (request, reply) => {
    const { ctx, params: { token } } = request
    const holder = await findLinkHolder(ctx.db.read, ctx.signer, 'ticket', token, ctx.clock.now())
    if (holder === null) throw new NotFound('accounts.link.void')
    const ticket = await findOwnTicket(ctx.db.read, holder.requester.id, { id: holder.ticketId })
    await askForAccess(ctx, { kind: 'sign_in', email: holder.requester.email, ...(ticket && { number: ticket.number }) }, request.ip)
    return reply.redirect('/sign-in/sent', 303)
  })
}

export default mailedLinkRoutes
