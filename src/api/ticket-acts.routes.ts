import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { assignTicket } from '../tickets/commands/assign-ticket.js'
import { addParticipant, removeParticipant } from '../tickets/commands/change-participants.js'
import { linkTickets, linkWays, unlinkTickets } from '../tickets/commands/link-tickets.js'
import { mergeTicket, unmergeTicket } from '../tickets/commands/merge-ticket.js'
import { holdTicket, moveTicket, plainMoves } from '../tickets/commands/move-ticket.js'
import { transferTicket } from '../tickets/commands/transfer-ticket.js'
import { changeTicket } from './answers.routes.js'
import { withPointers } from './edits.routes.js'
import { conditional, conditionalChange, Fields, FullTicket, Id, idParams, Moment } from './schemas.js'

const reason = Type.Optional(Type.String({ maxLength: 500 }))
const number = Type.String({ minLength: 1, maxLength: 40, examples: ['26-004213'] })
const answer = { params: idParams, headers: conditional, response: { 200: FullTicket } }
const removal = { headers: conditionalChange, response: { 200: FullTicket } }

const schemas = {
  move: { ...answer, body: Fields({ move: Type.Enum([...plainMoves, 'hold']), reason, until: Type.Optional(Moment) }) },
  assign: { ...answer, body: Fields({ agentId: Type.Optional(Type.Union([Id, Type.Null()])), teamId: Type.Optional(Type.Union([Id, Type.Null()])) }, { minProperties: 1 }) },
  transfer: { ...answer, body: Fields({ departmentId: Id, reason: Type.String({ minLength: 1, maxLength: 500 }) }) },
  participant: { ...answer, body: Fields({ email: Type.String({ minLength: 3, maxLength: 190, examples: ['tobias@example.org'] }), name: Type.Optional(Type.String({ maxLength: 190 })) }) },
  unparticipant: { ...removal, params: Fields({ id: Id, personId: Id }) },
  link: { ...answer, body: Fields({ number, as: Type.Optional(Type.Enum([...linkWays])) }) },
  unlink: { ...removal, params: Fields({ id: Id, otherId: Id }) },
  merge: { ...answer, body: Fields({ intoNumber: number }) },
  unmerge: answer
}

/** What is done to a ticket without writing to anybody. Each answers with the ticket as it is then. */
const actRoutes: FastifyPluginAsyncTypebox = async app => {
  const writes = (operation: string) => ({ scope: 'tickets.write', operation })

  app.post('/tickets/:id/moves', { schema: schemas.move, config: writes('tickets_move') }, async (request, reply) => changeTicket(request, reply, async (ctx, ticketId) => {
    const { move, reason = '', until } = request.body
    return move === 'hold' ? holdTicket(ctx, { ticketId, reason, until: until === undefined ? null : new Date(until) }) : moveTicket(ctx, { ticketId, move, reason })
  }))

  app.post('/tickets/:id/assignments', { schema: schemas.assign, config: writes('tickets_assign') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => assignTicket(ctx, { ticketId, ...request.body })))

  app.post('/tickets/:id/transfers', { schema: schemas.transfer, config: writes('tickets_transfer') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => transferTicket(ctx, { ticketId, ...request.body })))

  app.post('/tickets/:id/participants', { schema: schemas.participant, config: writes('participants_add') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => addParticipant(ctx, { ticketId, ...request.body })))

  app.delete('/tickets/:id/participants/:personId', { schema: schemas.unparticipant, config: writes('participants_remove') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => removeParticipant(ctx, { ticketId, personId: request.params.personId })))

  app.post('/tickets/:id/links', { schema: schemas.link, config: writes('links_add') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => linkTickets(ctx, { ticketId, ...request.body })))

  app.delete('/tickets/:id/links/:otherId', { schema: schemas.unlink, config: writes('links_remove') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => unlinkTickets(ctx, { ticketId, otherId: request.params.otherId })))

  app.post('/tickets/:id/merges', { schema: schemas.merge, config: writes('tickets_merge') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => withPointers(field => field === 'number' ? 'intoNumber' : field, async () => mergeTicket(ctx, { ticketId, intoNumber: request.body.intoNumber }))))

  app.post('/tickets/:id/unmerges', { schema: schemas.unmerge, config: writes('tickets_unmerge') }, async (request, reply) =>
    changeTicket(request, reply, async (ctx, ticketId) => unmergeTicket(ctx, { ticketId })))
}

export default actRoutes
