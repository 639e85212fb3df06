import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { agentOf } from '../plugins/desk-reading.js'
import { endReferral, referTicket } from '../tickets/commands/refer-ticket.js'
import { listReferrals, listReferredTo } from '../tickets/referral.queries.js'
import { ticketPolicy } from '../tickets/ticket.policy.js'
import { findTicket } from '../tickets/ticket.queries.js'
import { changing } from './answers.routes.js'
import { conditional, conditionalChange, Fields, Id, idParams, IdOrNull, Moment, NamedOrNull } from './schemas.js'
import { moment } from '../platform/moments.js'

const Referral = Type.Object({ id: Id, department: NamedOrNull, team: NamedOrNull, agent: NamedOrNull, reason: Type.String(), by: Type.String(), createdAt: Moment }, { title: 'Referral' })
const list = { 200: Type.Object({ items: Type.Array(Referral) }) }

const schemas = {
  list: { params: idParams, response: list },
  refer: { params: idParams, headers: conditional, body: Fields({ departmentId: Type.Optional(IdOrNull), teamId: Type.Optional(IdOrNull), agentId: Type.Optional(IdOrNull), reason: Type.String({ minLength: 1, maxLength: 500 }) }), response: list },
  end: { params: Fields({ id: Id, referralId: Id }), headers: conditionalChange, response: list }
}

/** Departments, teams and agents that are asked to look at a ticket. */
const referralRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/tickets/:id/referrals', { schema: schemas.list, config: { scope: 'tickets.read', operation: 'referrals_list' } }, async request => {
    const { id } = await findTicket(request.ctx.db.read, agentOf(request), request.params.id)
    return answer(request, id)
  })

  app.post('/tickets/:id/referrals', { schema: schemas.refer, config: { scope: 'tickets.write', operation: 'referrals_add' } }, async request => {
    const { id } = await referTicket(changing(request, request.params.id), { ticketId: request.params.id, ...request.body })
    return answer(request, id)
  })

  app.delete('/tickets/:id/referrals/:referralId', { schema: schemas.end, config: { scope: 'tickets.write', operation: 'referrals_end' } }, async request => {
    const { id, referralId } = request.params
    const actor = agentOf(request)
    const ticket = await endReferral(changing(request, id), { ticketId: id, referralId })
    const sees = ticketPolicy.read(actor, ticket, { referredTo: await listReferredTo(request.ctx.db.read, actor, id) })
    return sees ? answer(request, id) : { items: [] }
  })
}

export default referralRoutes

async function answer ({ ctx }: FastifyRequest, ticketId: number) {
  const referrals = await listReferrals(ctx.db.read, ticketId)
  return {
    items: referrals.map(({ id, departmentId, teamId, agentId, name, reason, byName, createdAt }) => ({
      id, department: namedOrNone(departmentId, name), team: namedOrNone(teamId, name), agent: namedOrNone(agentId, name), reason, by: byName, createdAt: moment(createdAt)
    }))
  }
}

const namedOrNone = (id: number | null, name: string) => id === null ? null : { id, name }
