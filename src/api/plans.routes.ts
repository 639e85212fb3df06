import { randomUUID } from 'node:crypto'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { holds } from '../platform/actor.js'
import { openPlanNow } from '../recurring/commands/open-plan-now.js'
import { findPlan, listPlanRuns } from '../recurring/plan.queries.js'
import { requireRight } from './edits.routes.js'
import { Fields, Id, idParams, Moment, repeatable, TextOrNull } from './schemas.js'
import { moment } from '../platform/moments.js'

const NumberedOrNull = Type.Unsafe<{ id: number, number: string } | null>({ type: ['object', 'null'], properties: { id: Id, number: Type.String() }, required: ['id', 'number'] })
const Run = Type.Object({ id: Id, outcome: Type.String({ examples: ['opened'] }), plannedAt: Moment, at: Moment, ticket: NumberedOrNull, reason: TextOrNull }, { title: 'PlanRun' })

const schemas = {
  runs: { params: idParams, querystring: Fields({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })) }), response: { 200: Type.Object({ items: Type.Array(Run) }) } },
  open: { params: idParams, headers: repeatable, response: { 201: Type.Object({ id: Id, number: Type.String() }, { title: 'OpenedTicket' }) } }
}

/** What became of the times of recurring tickets, and one now instead of at its time. */
const planRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preHandler', async request => { requireRight(request, 'departments') })

  app.get('/plans/:id/runs', { schema: schemas.runs, config: { scope: 'organisation.write', operation: 'plans_runs' } }, async request => {
    const { t, ctx: { db: { read } }, params: { id }, query: { limit = 50 } } = request
    await findPlan(read, id)
    const sees = (departmentId: number | null) => departmentId !== null && holds(agentOf(request), 'ticket.read', departmentId)
    return {
      items: (await listPlanRuns(read, id, limit)).map(({ id, outcome, plannedAt, at, ticketId, ticketNumber, ticketDepartmentId, reason }) => ({
        id, outcome, plannedAt: moment(plannedAt), at: moment(at), ticket: ticketId === null || ticketNumber === null || !sees(ticketDepartmentId) ? null : { id: ticketId, number: ticketNumber }, reason: reason === null ? null : t(reason.key, reason.values)
      }))
    }
  })

  app.post('/plans/:id/tickets', { schema: schemas.open, config: { scope: 'organisation.write', operation: 'plans_open' } }, async ({ ctx, params: { id }, claim }, reply) => {
    const ticket = await openPlanNow(ctx, { planId: id, key: claim?.claim ?? randomUUID() })
    return reply.code(201).send({ id: ticket.id, number: ticket.number })
  })
}

export default planRoutes
