import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { addAbsence, removeAbsence } from '../accounts/commands/change-absences.js'
import { inviteAgain } from '../accounts/commands/save-agent.js'
import { findAgent, listAbsences } from '../accounts/agent.queries.js'
import { listAbsencePlans, type AbsencePlan } from '../accounts/hand-over-plan.queries.js'
import { requireRight, withPointers } from './edits.routes.js'
import { orNobody } from './form-schema.routes.js'
import { Fields, Id, idParams, IdOrNull, Moment, MomentOrNull, repeatable } from './schemas.js'
import { momentOrNull } from '../platform/moments.js'

const plan = { state: Type.Enum(['planned', 'away', 'over']), toAgentId: IdOrNull, givesBack: Type.Boolean(), nextAt: MomentOrNull }
const PlanOrNull = Type.Unsafe<Pick<AbsencePlan, 'state' | 'toAgentId' | 'givesBack'> & { nextAt: string | null } | null>({ type: ['object', 'null'], properties: plan, required: Object.keys(plan) })
const Absence = Type.Object({ id: Id, startsAt: Moment, endsAt: Moment, reason: Type.String(), handOver: PlanOrNull }, { title: 'Absence' })
const list = { 200: Type.Object({ items: Type.Array(Absence) }) }
const absenceParams = Fields({ id: Id, absenceId: Id })
const handOver = Fields({ tickets: Type.Enum(['keep', 'now', 'begin']), toAgentId: Type.Optional(orNobody), givesBack: Type.Optional(Type.Boolean()) })
const newAbsence = Fields({ startsAt: Moment, endsAt: Moment, reason: Type.Optional(Type.String({ maxLength: 190 })), handOver: Type.Optional(handOver) })
const pointers: Record<string, string> = { absenceStarts: 'startsAt', absenceEnds: 'endsAt', absenceTickets: 'handOver/tickets', absenceTo: 'handOver/toAgentId' }

/** When agents are away and get no tickets, so that a calendar of the house can say so; and another invitation for who lost the first. */
const absenceRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preHandler', async request => { requireRight(request, 'people') })
  const config = (operation: string) => ({ scope: 'organisation.write', operation })

  app.get('/agents/:id/absences', { schema: { params: idParams, response: list }, config: config('absences_list') }, async request => answer(request, request.params.id))

  app.post('/agents/:id/absences', { schema: { params: idParams, headers: repeatable, body: newAbsence, response: list }, config: config('absences_add') }, async request => {
    const { ctx, params: { id }, body: { startsAt, endsAt, reason = '', handOver } } = request
    await findAgent(ctx.db.read, id)
    await withPointers(field => pointers[field] ?? field, async () => addAbsence(ctx, { agentId: id, startsAt: new Date(startsAt), endsAt: new Date(endsAt), reason, ...(handOver !== undefined && { handOver: { toAgentId: null, givesBack: false, ...handOver } }) }))
    return answer(request, id)
  })

  app.delete('/agents/:id/absences/:absenceId', { schema: { params: absenceParams, response: list }, config: config('absences_remove') }, async request => {
    const { id, absenceId } = request.params
    await removeAbsence(request.ctx, { agentId: id, absenceId })
    return answer(request, id)
  })

  app.post('/agents/:id/invitations', { schema: { params: idParams, headers: repeatable, response: { 200: Type.Object({ id: Id, email: Type.String() }) } }, config: config('agents_invite') }, async ({ ctx, params: { id } }) => {
    const { agent: { email } } = await findAgent(ctx.db.read, id)
    await inviteAgain(ctx, id)
    return { id, email }
  })
}

export default absenceRoutes

/** What is to come of an agent's absences, and the one that is on. */
async function answer ({ ctx }: FastifyRequest, agentId: number) {
  await findAgent(ctx.db.read, agentId)
  const [absences, plans] = await Promise.all([listAbsences(ctx.db.read, agentId, ctx.clock.now()), listAbsencePlans(ctx.db.read, agentId)])
  return { items: absences.map(({ id, startsAt, endsAt, reason }) => ({ id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), reason, handOver: presentPlan(plans.find(({ absenceId }) => absenceId === id)) })) }
}

/** What is to happen with the open tickets, and when the next of it; null when they stay. */
function presentPlan (plan: AbsencePlan | undefined): Static<typeof PlanOrNull> {
  if (plan === undefined) return null
  const { state, toAgentId, givesBack, nextAt } = plan
  return { state, toAgentId, givesBack, nextAt: momentOrNull(nextAt) }
}
