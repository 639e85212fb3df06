import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { resultsAPage, searchTickets } from '../tickets/search/search.queries.js'
import { listRecordsById } from '../tickets/ticket-records.queries.js'
import { pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { Fields, pageOf, paging, Ticket } from './schemas.js'
import { presentRecord } from '../tickets/record.presenter.js'

const schemas = { list: { querystring: Fields({ q: Type.String({ minLength: 1, maxLength: 200, examples: ['lamp room 3'] }), cursor: paging.cursor }), response: { 200: pageOf(Ticket) } } }

/** The search of the desk: words, a number, an address or a tag; the newest tickets first. */
const searchRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/search', { schema: schemas.list, config: { scope: 'tickets.read', operation: 'tickets_search' } }, async (request, reply) => {
    const { ctx: { db }, query: { q, cursor } } = request
    const actor = agentOf(request)
    const ids = await searchTickets(db, actor, q, readCursor(cursor)?.id ?? null)
    const page = ids.slice(0, resultsAPage)
    const last = page.at(-1)
    const records = await listRecordsById(db.read, actor, page)
    return pageAnswer(request, reply, records.map(presentRecord), ids.length > resultsAPage && last !== undefined ? { at: 0, id: last } : null)
  })
}

export default searchRoutes
