import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { after, second } from '../platform/clock.js'
import { agentOf } from '../plugins/desk-reading.js'
import { streamNews } from '../plugins/event-stream.js'
import { forgetPresence, notePresence } from './commands/note-presence.js'
import { listPresent } from './presence.queries.js'
import { presentPresence } from './presence.presenter.js'
import { findTicket } from './ticket.queries.js'
import { ticketParams } from './ticket.desk.routes.js'

const liveSchema = { params: ticketParams, querystring: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 0 })) }) }

/** What happens on a ticket while somebody has it open, mounted at /desk/tickets. */
const liveDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:id/live', { schema: liveSchema }, async (request, reply) => {
    const { ctx, t, params: { id } } = request
    const actor = agentOf(request)
    const { version: seen } = await findTicket(ctx.db.read, actor, id)
    await notePresence(ctx, id, actor.id)

    await streamNews(request, reply, {
      look: async () => {
        const [ticket, present] = await Promise.all([findTicket(ctx.db.read, actor, id), listPresent(ctx.db.read, id, actor.id, after(ctx.clock.now(), -45 * second))])
        await notePresence(ctx, id, actor.id)
        const news = ticket.version > seen ? [{ event: 'news' as const, data: { count: 1, text: t('tickets.show.news'), href: `/desk/tickets/${id}` } }] : []
        return [...news, { event: 'presence', data: { people: presentPresence(present, t) } }]
      },
      onClose: async () => forgetPresence(ctx, id, actor.id)
    })
  })
}

export default liveDeskRoutes
