import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { endReferral, referTicket } from './commands/refer-ticket.js'
import { listReferredTo } from './referral.queries.js'
import { readReferredTo } from './referred-to.js'
import { act } from './ticket-moves.desk.routes.js'
import { ticketParams } from './ticket.desk.routes.js'
import { ticketPolicy } from './ticket.policy.js'

const schemas = {
  refer: { params: ticketParams, body: Type.Object({ to: Type.String({ maxLength: 30, default: '' }), reason: Type.String({ maxLength: 500, default: '' }) }) },
  end: { params: Type.Object({ id: ticketParams.properties.id, referralId: ticketParams.properties.id }) }
}

/** Asking another department, a team or an agent to look at a ticket, mounted at /desk/tickets. */
const ticketReferralsDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post('/:id/referrals', { schema: schemas.refer }, async (request, reply) => act(request, reply, 'refer', async ticketId => {
    await referTicket(request.ctx, { ticketId, ...readReferredTo(request.body.to), reason: request.body.reason })
    reply.flash({ kind: 'good', key: 'tickets.act.referred' })
  }))

  app.post('/:id/referrals/:referralId/ends', { schema: schemas.end }, async (request, reply) => act(request, reply, null, async ticketId => {
    const ticket = await endReferral(request.ctx, { ticketId, referralId: request.params.referralId })
    reply.flash({ kind: 'good', key: 'tickets.act.referral_ended' })
    const actor = agentOf(request)
    return ticketPolicy.read(actor, ticket, { referredTo: await listReferredTo(request.ctx.db.read, actor, ticketId) }) ? undefined : '/desk/queues/referred'
  }))
}

export default ticketReferralsDeskRoutes
