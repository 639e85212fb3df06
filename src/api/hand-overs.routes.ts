import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { findAgent } from '../accounts/agent.queries.js'
import { Forbidden, NotFound } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { takeBackHandOver } from '../tickets/hand-overs/commands/return-hand-over.js'
import { startHandOver } from '../tickets/hand-overs/commands/start-hand-over.js'
import { handOverPolicy } from '../tickets/hand-overs/hand-over.policy.js'
import { listHandOvers, listOpenShares, type HandOverLine } from '../tickets/hand-overs/hand-over.queries.js'
import { orNobody } from './form-schema.routes.js'
import { Fields, Id, idParams, Moment, repeatable, TextOrNull } from './schemas.js'
import { moment } from '../platform/moments.js'

const count = Type.Integer({ minimum: 0 })
const HandOver = Type.Object({
  id: Id, state: Type.Enum(['running', 'done', 'returning', 'returned']), toName: TextOrNull, byName: Type.String(), isPlanned: Type.Boolean(), createdAt: Moment,
  given: count, unassigned: count, kept: count, keptNumbers: Type.Array(Type.String()), returned: count, canReturn: Type.Boolean()
}, { title: 'HandOver' })
const OpenShare = Type.Object({ departmentId: Id, tickets: count, takerIds: Type.Array(Id) })
const HandOvers = Type.Object({ open: Type.Array(OpenShare), items: Type.Array(HandOver) }, { title: 'HandOvers' })

const schemas = {
  list: { params: idParams, response: { 200: HandOvers } },
  start: { params: idParams, headers: repeatable, body: Fields({ way: Type.Enum(['route', 'agent']), toAgentId: Type.Optional(orNobody) }), response: { 202: HandOvers } },
  takeBack: { params: Fields({ id: Id, handOverId: Id }), headers: repeatable, response: { 202: HandOvers } }
}

/** Passes on all open tickets of an agent at once: one's own, or anybody's for who looks after people. A worker does it, so the answer says only that it began. */
const handOverRoutes: FastifyPluginAsyncTypebox = async app => {
  // It is about the tickets of all departments, so a key for some of them has no part in it.
  app.addHook('preHandler', async request => { if (agentOf(request).isNarrowed === true) throw new Forbidden() })

  app.get('/agents/:id/hand-overs', { schema: schemas.list, config: { scope: 'tickets.read', operation: 'hand_overs_list' } }, async request => answer(request, request.params.id))

  app.post('/agents/:id/hand-overs', { schema: schemas.start, config: { scope: 'tickets.write', operation: 'hand_overs_start' } }, async (request, reply) => {
    const { ctx, params: { id: agentId }, body: { way, toAgentId = null } } = request
    await startHandOver(ctx, { agentId, way, toAgentId })
    return reply.code(202).send(await answer(request, agentId))
  })

  app.post('/agents/:id/hand-overs/:handOverId/returns', { schema: schemas.takeBack, config: { scope: 'tickets.write', operation: 'hand_overs_return' } }, async (request, reply) => {
    const { ctx, params: { id: agentId, handOverId } } = request
    await takeBackHandOver(ctx, { agentId, handOverId })
    return reply.code(202).send(await answer(request, agentId))
  })
}

export default handOverRoutes

/** The open tickets by department, with who could take them there, and the latest hand-overs, the newest first. @throws NotFound for who may not pass them on */
async function answer ({ ctx: { actor, clock, db: { read } } }: FastifyRequest, agentId: number): Promise<Static<typeof HandOvers>> {
  if (!handOverPolicy.start(actor, agentId)) throw new NotFound()
  await findAgent(read, agentId)
  const [shares, past] = await Promise.all([listOpenShares(read, agentId), listHandOvers(read, agentId)])
  return {
    open: shares.map(({ departmentId, tickets, takers }) => ({ departmentId, tickets, takerIds: takers.map(({ id }) => id) })),
    items: past.map(line => ({ ...presentLine(line), canReturn: handOverPolicy.takeBack(actor, { ...line, createdAt: new Date(line.createdAt) }, clock.now()) }))
  }
}

/** A ticket that was given back counts as given: it was. */
const presentLine = ({ id, state, toName, byName, planId, createdAt, counts, skipped, returned }: HandOverLine) => ({
  id, state, toName, byName, isPlanned: planId !== null, createdAt: moment(createdAt),
  given: (counts.given ?? 0) + (counts.given_back ?? 0), unassigned: counts.pool ?? 0, kept: counts.not_here ?? 0, keptNumbers: skipped, returned
})
