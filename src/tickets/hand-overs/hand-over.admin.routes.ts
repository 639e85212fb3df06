import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requireRight } from '../../plugins/areas.js'
import { handOverBody, pastParams, showHandOver, startFromPage, takeBackFromPage } from './hand-over-page.routes.js'

const params = Type.Object({ id: pastParams.properties.handOverId })
const returnParams = Type.Object({ id: pastParams.properties.handOverId, handOverId: pastParams.properties.handOverId })

/** Passing on the tickets of somebody who is away or has left, mounted at /admin. */
const handOverAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('people'))

  app.get('/agents/:id/hand-over', { schema: { params } }, async (request, reply) => showHandOver(request, reply, placeOf(request.params.id)))
  app.post('/agents/:id/hand-over', { schema: { params, body: handOverBody } }, async (request, reply) => startFromPage(request, reply, placeOf(request.params.id), request.body))
  app.post('/agents/:id/hand-over/:handOverId/returns', { schema: { params: returnParams } }, async (request, reply) => takeBackFromPage(request, reply, placeOf(request.params.id), request.params.handOverId))
}

export default handOverAdminRoutes

const placeOf = (agentId: number) => ({ agentId, path: `/admin/agents/${agentId}/hand-over`, page: 'admin/agents/hand-over' as const, back: { href: `/admin/agents/${agentId}`, key: null } })
