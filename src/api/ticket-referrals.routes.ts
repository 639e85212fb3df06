import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { agentOf } from '../plugins/desk-reading.js'
import { endReferral, referTicket } from '../tickets/commands/refer-ticket.js'
import { listReferrals, listReferredTo } from '../tickets/referral.queries.js'
import { ticketPolicy } from '../tickets/ticket.policy.js'
import { findTicket } from '../tickets/ticket.queries.js'
import { changing } from './answers.routes.js'
import { conditional, conditionalChange, Fields, Id, idParams, Moment, Named } from './schemas.js'
import { moment } from './ticket.presenter.js'

const Referral = Type.Object({ department: Named, reason: Type.String(), by: Type.String(), createdAt: Moment }, { title: 'Referral' })
const list = { 200: Type.Object({ items: Type.Array(Referral) }) }

const schemas = {
  list: { params: idParams, response: list },
  refer: { params: idParams, headers: conditional, body: Fields({ departmentId: Id, reason: Type.String({ minLength: 1, maxLength: 500 }) }), response: list },
  end: { params: Fields({ id: Id, departmentId: Id }), headers: conditionalChange, response: list }
}

/** Departments that are asked to look at a ticket. */
const referralRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/tickets/:id/referrals', { schema: schemas.list, config: { scope: 'tickets.read', operation: 'referrals_list' } }, async request => {
    const { id } = await findTicket(request.ctx.db.read, agentOf(request), request.params.id)
    return answer(request, id)
  })

  app.post('/tickets/:id/referrals', { schema: schemas.refer, config: { scope: 'tickets.write', operation: 'referrals_add' } }, async request => {
    const { id } = await referTicket(changing(request, request.params.id), { ticketId: request.params.id, ...request.body })
    return answer(request, id)
  })

  app.delete('/tickets/:id/referrals/:departmentId', { schema: schemas.end, config: { scope: 'tickets.write', operation: 'referrals_end' } }, async request => {
    const { id, departmentId } = request.params
    const actor = agentOf(request)
    const ticket = await endReferral(changing(request, id), { ticketId: id, departmentId })
    const sees = ticketPolicy.read(actor, ticket, { referredTo: await listReferredTo(request.ctx.db.read, actor, id) })
    return sees ? answer(request, id) : { items: [] }
  })
}

export default referralRoutes

async function answer ({ ctx }: FastifyRequest, ticketId: number) {
  const referrals = await listReferrals(ctx.db.read, ticketId)
  return { items: referrals.map(({ departmentId, departmentName, reason, byName, createdAt }) => ({ department: { id: departmentId, name: departmentName }, reason, by: byName, createdAt: moment(createdAt) })) }
}
