import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { mayManageArticles } from '../knowledge/article.policy.js'
import { removeMissedSearch } from '../knowledge/commands/remove-missed-search.js'
import { listMissedSearches } from '../knowledge/missed-search.queries.js'
import { Forbidden } from '../platform/errors.js'
import { pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { Fields, Id, idParams, pageOf, paging } from './schemas.js'

const MissedSearch = Type.Object({ id: Id, term: Type.String(), times: Type.Integer(), byAgents: Type.Integer(), firstOn: Type.String({ examples: ['2026-11-30'] }), lastOn: Type.String({ examples: ['2026-12-01'] }) }, { title: 'MissedSearch' })

/** What people looked for among the articles and did not find, most often first. */
const missedSearchRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/missed-searches', { schema: { querystring: Fields(paging), response: { 200: pageOf(MissedSearch) } }, config: { scope: 'knowledge.read', operation: 'missed_searches_list' } }, async (request, reply) => {
    if (!mayManageArticles(request.ctx.actor)) throw new Forbidden('knowledge.may_not')
    const { searches, next } = await listMissedSearches(request.ctx.db.read, { after: readCursor(request.query.cursor), limit: request.query.limit ?? 50 })
    return pageAnswer(request, reply, searches, next)
  })

  app.delete('/missed-searches/:id', { schema: { params: idParams, response: { 200: Type.Object({ id: Id }) } }, config: { scope: 'knowledge.write', operation: 'missed_searches_remove' } }, async request => {
    await removeMissedSearch(request.ctx, request.params.id)
    return { id: request.params.id }
  })
}

export default missedSearchRoutes
