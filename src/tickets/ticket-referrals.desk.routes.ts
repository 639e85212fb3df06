import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { endReferral, referTicket } from './commands/refer-ticket.js'
import { act } from './ticket-moves.desk.routes.js'
import { ticketParams } from './ticket.desk.routes.js'
import { ticketPolicy } from './ticket.policy.js'

const schemas = {
  refer: { params: ticketParams, body: Type.Object({ departmentId: Type.Integer({ minimum: 1 }), reason: Type.String({ maxLength: 500, default: '' }) }) },
  end: { params: Type.Object({ id: ticketParams.properties.id, departmentId: ticketParams.properties.id }) }
}

/** Asking another department to look at a ticket, mounted at /desk/tickets. */
const ticketReferralsDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post('/:id/referrals', { schema: schemas.refer }, async (request, reply) => act(request, reply, 'refer', async ticketId => {
    await referTicket(request.ctx, { ticketId, ...request.body })
    reply.flash({ kind: 'good', key: 'tickets.act.referred' })
  }))

  app.post('/:id/referrals/:departmentId/ends', { schema: schemas.end }, async (request, reply) => act(request, reply, null, async ticketId => {
    const ticket = await endReferral(request.ctx, { ticketId, departmentId: request.params.departmentId })
    reply.flash({ kind: 'good', key: 'tickets.act.referral_ended' })
    return ticketPolicy.read(agentOf(request), ticket) ? undefined : '/desk/queues/referred'
  }))
}

export default ticketReferralsDeskRoutes
