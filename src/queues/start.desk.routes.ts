import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { AgentActor } from '../platform/actor.js'
import type { Context } from '../platform/context.js'
import { NotFound, Refusal } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { assignTicket } from '../tickets/commands/assign-ticket.js'
import { queueFor, queueNames, startable, type QueueName } from './queue.js'
import { listQueueRows } from './queue.queries.js'

const schema = { params: Type.Object({ name: Type.Enum([...queueNames]) }) }

/** One press that opens the ticket to work on next. Mounted at /desk. */
const startDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post('/queues/:name/starts', { schema }, async (request, reply) => {
    const { name } = request.params
    if (!startable.includes(name)) throw new NotFound()
    const ticketId = await takeFirst(request.ctx, agentOf(request), name)
    if (ticketId !== null) return reply.redirect(`/desk/tickets/${ticketId}`, 303)
    reply.flash({ kind: 'warn', key: 'queues.start_none' })
    return reply.redirect(`/desk/queues/${name}`, 303)
  })
}

export default startDeskRoutes

/** The most urgent ticket on the first page of a queue that is the agent's, or nobody's and then given to the agent. Of two who start at once, the second gets the next. */
async function takeFirst (ctx: Context, actor: AgentActor, name: QueueName): Promise<number | null> {
  const queue = queueFor(actor, name)
  const rows = await listQueueRows(ctx.db.read, actor, queue, { sort: 'due', highOnly: false, unreadOnly: false, after: null }, ctx.clock.now())
  for (const { id, assigneeId } of rows) {
    if (assigneeId !== null && assigneeId !== actor.id) continue
    try {
      await assignTicket(ctx, { ticketId: id, agentId: actor.id, onlyIfFree: true })
      return id
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return null
}
