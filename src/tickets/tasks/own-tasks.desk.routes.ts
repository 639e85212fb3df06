import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf, readingOf } from '../../plugins/desk-reading.js'
import { presentOwnTasks, type OwnTasksView } from './own-tasks.presenter.js'
import { listOwnTasks } from './own-tasks.queries.js'
import { readTaskCursor } from './task-cursor.js'

declare module '../../plugins/page.js' {
  interface Pages { 'tickets/own-tasks': { list: OwnTasksView } }
}

const schema = { querystring: Type.Object({ after: Type.Optional(Type.String({ maxLength: 40 })) }) }

/** What an agent has to do across tickets, mounted at /desk. */
const ownTasksDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/tasks', { schema }, async (request, reply) => {
    const after = readTaskCursor(request.query.after)
    const found = await listOwnTasks(request.ctx.db.read, agentOf(request), after)
    return reply.page('tickets/own-tasks', { title: request.t('tasks.mine'), list: presentOwnTasks(found, after, readingOf(request)) })
  })
}

export default ownTasksDeskRoutes
