import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { countQueues, listQueueRows, rowsAPage } from '../queues/queue.queries.js'
import { queueFor, queueNames } from '../queues/queue.js'
import { listRecordsById } from '../tickets/ticket-records.queries.js'
import { pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { Fields, pageOf, paging, Ticket } from './schemas.js'
import { presentRecord } from '../tickets/record.presenter.js'

const Queue = Type.Object({ name: Type.Enum([...queueNames]), count: Type.Integer() }, { title: 'Queue' })

const schemas = {
  list: { response: { 200: Type.Object({ items: Type.Array(Queue) }) } },
  tickets: { params: Fields({ name: Type.Enum([...queueNames]) }), querystring: Fields({ cursor: paging.cursor }), response: { 200: pageOf(Ticket) } }
}

/** The agent's queues, as on the desk. A count stops at a thousand. */
const queueRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/queues', { schema: schemas.list, config: { scope: 'tickets.read', operation: 'queues_list' } }, async request => {
    const actor = agentOf(request)
    const counts = await countQueues(request.ctx.db.read, actor, queueNames.map(name => queueFor(actor, name)), request.ctx.clock.now())
    return { items: queueNames.map(name => ({ name, count: counts.get(name) ?? 0 })) }
  })

  app.get('/queues/:name/tickets', { schema: schemas.tickets, config: { scope: 'tickets.read', operation: 'queues_tickets' } }, async (request, reply) => {
    const { ctx, params: { name }, query: { cursor } } = request
    const actor = agentOf(request)
    const queue = queueFor(actor, name)
    const rows = await listQueueRows(ctx.db.read, actor, queue, { sort: queue.sort, highOnly: false, unreadOnly: false, after: readCursor(cursor) }, ctx.clock.now())
    const page = rows.slice(0, rowsAPage)
    const last = page.at(-1)
    const next = rows.length > rowsAPage && last !== undefined ? { at: Number(queue.sort === 'due' ? last.sortsAt : last.activeAt), id: last.id } : null
    return pageAnswer(request, reply, (await listRecordsById(ctx.db.read, actor, page.map(({ id }) => id))).map(presentRecord), next)
  })
}

export default queueRoutes
