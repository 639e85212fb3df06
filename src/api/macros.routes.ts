import { randomUUID } from 'node:crypto'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { runMacro } from '../rules/commands/run-macro.js'
import { listUsableMacros } from '../rules/macro.queries.js'
import { findTicket } from '../tickets/ticket.queries.js'
import { changedTicketAnswer, changing } from './answers.routes.js'
import { conditional, Fields, FullTicket, Id, idParams } from './schemas.js'

const Macro = Type.Object({ id: Id, name: Type.String(), actions: Type.Array(Type.String({ examples: ['set_priority'] })) }, { title: 'Macro' })

const schemas = {
  list: { params: idParams, response: { 200: Type.Object({ items: Type.Array(Macro) }) } },
  run: { params: Fields({ id: Id, macroId: Id }), headers: conditional, response: { 200: FullTicket } }
}

/** What agents do often, on a button: answers that are written already are macros too. */
const macroRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/tickets/:id/macros', { schema: schemas.list, config: { scope: 'tickets.read', operation: 'macros_list' } }, async request => {
    const { read } = request.ctx.db
    const actor = agentOf(request)
    const macros = await listUsableMacros(read, actor, [await findTicket(read, actor, request.params.id)])
    return { items: macros.map(({ id, name, actions }) => ({ id, name, actions: actions.map(({ kind }) => kind) })) }
  })

  app.post('/tickets/:id/macros/:macroId/runs', { schema: schemas.run, config: { scope: 'tickets.write', operation: 'macros_run' } }, async (request, reply) => {
    const { params: { id, macroId }, claim } = request
    await runMacro(changing(request, id), { ticketId: id, macroId, key: claim?.claim ?? randomUUID() })
    return changedTicketAnswer(request, reply, id)
  })
}

export default macroRoutes
