import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { agentOf } from '../../plugins/desk-reading.js'
import { handOverBody, pastParams, showHandOver, startFromPage, takeBackFromPage } from './hand-over-page.routes.js'

/** Passing on one's own tickets, mounted at /desk. */
const handOverDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/me/hand-over', async (request, reply) => showHandOver(request, reply, placeOf(request)))
  app.post('/me/hand-over', { schema: { body: handOverBody } }, async (request, reply) => startFromPage(request, reply, placeOf(request), request.body))
  app.post('/me/hand-over/:handOverId/returns', { schema: { params: pastParams } }, async (request, reply) => takeBackFromPage(request, reply, placeOf(request), request.params.handOverId))
}

export default handOverDeskRoutes

const placeOf = (request: FastifyRequest) => ({ agentId: agentOf(request).id, path: '/desk/me/hand-over', page: 'tickets/hand-over' as const, back: { href: '/desk/me', key: 'accounts.me.title' as const } })
