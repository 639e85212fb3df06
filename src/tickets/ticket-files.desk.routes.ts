import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { findTicketFile } from './attachment.queries.js'
import { sendAttachment, sendPicture } from '../plugins/send-attachment.js'
import { findTicket } from './ticket.queries.js'
import { ticketParams } from './ticket.desk.routes.js'

const params = Type.Object({ id: ticketParams.properties.id, fileId: Type.Integer({ minimum: 1 }) })

/** Files of a ticket, for agents who may see it; mounted at /desk/tickets. */
const ticketFilesDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:id/files/:fileId', { schema: { params } }, async (request, reply) => {
    const { ctx, params: { id, fileId } } = request
    const ticket = await findTicket(ctx.db.read, agentOf(request), id)
    return sendAttachment(reply, ctx.files, await findTicketFile(ctx.db.read, ticket.id, fileId))
  })

  app.get('/:id/files/:fileId/picture', { schema: { params } }, async (request, reply) => {
    const { ctx, params: { id, fileId } } = request
    const ticket = await findTicket(ctx.db.read, agentOf(request), id)
    return sendPicture(reply, ctx.files, await findTicketFile(ctx.db.read, ticket.id, fileId))
  })
}

export default ticketFilesDeskRoutes
