import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { second } from '../platform/clock.js'
import { lately } from '../platform/lately.js'
import { agentOf, readingOf } from '../plugins/desk-reading.js'
import { streamNews } from '../plugins/event-stream.js'
import { listActiveDepartments, listActiveTeams, type Choice } from '../tickets/choices.queries.js'
import { queueFor, queueNames } from './queue.js'
import { presentQueue, readFilters, type QueueView } from './queue.presenter.js'
import { countNew, listQueueRows } from './queue.queries.js'
import { listColleagues } from './colleague.queries.js'

declare module '../plugins/page.js' {
  interface Pages {
    'queues/index': { queue: QueueView, bulk: { agents: Choice[], teams: Choice[], departments: Choice[] } }
  }
}

const queueSchema = {
  params: Type.Object({ name: Type.Enum([...queueNames]) }),
  querystring: Type.Object({ sort: Type.Optional(Type.String()), high: Type.Optional(Type.String()), unread: Type.Optional(Type.String()), after: Type.Optional(Type.String()) })
}

/** The agents' lists of tickets, mounted at /desk. */
const queueDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  /** Names for the bulk menus change seldom: read once in a few seconds, not once a page. */
  const bulkChoices = lately(5 * second, async (_all: 'all') => {
    const { read } = app.platform.db
    const [agents, teams, departments] = await Promise.all([listColleagues(read), listActiveTeams(read), listActiveDepartments(read)])
    return { agents, teams, departments }
  })

  app.get('/', async (_request, reply) => reply.redirect('/desk/queues/mine', 303))

  app.get('/queues/:name', { schema: queueSchema }, async (request, reply) => {
    const actor = agentOf(request)
    const reading = readingOf(request)
    const { read } = request.ctx.db
    const queue = queueFor(actor, request.params.name)
    const filters = readFilters(request.query, queue)

    const [found, bulk] = await Promise.all([listQueueRows(read, actor, queue, filters, reading.now), bulkChoices('all')])
    const view = presentQueue(queue, found, filters, reading)
    return reply.page('queues/index', { title: view.title, queue: view, bulk }, { regions: { queue: 'queues/_queue' } })
  })

  app.get('/queues/:name/live', { schema: queueSchema }, async (request, reply) => {
    const actor = agentOf(request)
    const queue = queueFor(actor, request.params.name)
    const since = request.ctx.clock.now()
    await streamNews(request, reply, {
      look: async () => {
        const count = await countNew(request.ctx.db.read, actor, queue, since)
        return count === 0 ? [] : [{ event: 'news', data: { count, text: request.t('queues.news', { count }), href: `/desk/queues/${queue.name}` } }]
      }
    })
  })
}

export default queueDeskRoutes
