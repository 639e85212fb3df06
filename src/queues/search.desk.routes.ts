import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf, readingOf } from '../plugins/desk-reading.js'
import { resultsAPage, searchTickets } from '../tickets/search/search.queries.js'
import { presentRow, type QueueRowView } from './queue.presenter.js'
import { listRowsById } from './queue.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'queues/search': { query: string, rows: QueueRowView[], nextPath: string | null } }
}

const searchSchema = { querystring: Type.Object({ q: Type.String({ default: '', maxLength: 200 }), before: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })) }) }

/** Finding tickets by number, address, tag or words, mounted at /desk. */
const searchDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/search', { schema: searchSchema }, async (request, reply) => {
    const { q, before } = request.query
    const actor = agentOf(request)
    const { db } = request.ctx
    const ids = q.trim() === '' ? [] : await searchTickets(db, actor, q, before)

    const shown = ids.slice(0, resultsAPage)
    const rows = await listRowsById(db.read, actor, shown)
    const reading = readingOf(request)
    return reply.page('queues/search', {
      title: request.t('queues.search.title'),
      query: q,
      rows: rows.map(row => presentRow(row, reading)),
      nextPath: ids.length > resultsAPage ? `/desk/search?${new URLSearchParams({ q, before: String(shown.at(-1)) }).toString()}` : null
    })
  })
}

export default searchDeskRoutes
