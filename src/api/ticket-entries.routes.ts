import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isNamed } from '../platform/http/entity-tags.js'
import { InvalidFields } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { findTicketFile } from '../tickets/attachment.queries.js'
import { addNote } from '../tickets/commands/add-note.js'
import { gatherUploads } from '../tickets/commands/gather-uploads.js'
import { replyOutcomes, replyToTicket } from '../tickets/commands/reply-to-ticket.js'
import { sendAttachment } from '../plugins/send-attachment.js'
import { findMargin, listEntryRows, listEventRows, listTargetRows } from '../tickets/ticket-page.queries.js'
import { findTicket } from '../tickets/ticket.queries.js'
import { withdrawReply } from '../tickets/commands/withdraw-reply.js'
import { targetKinds } from '../sla/target-kind.js'
import { changedTicketAnswer, changing, pageAnswer } from './answers.routes.js'
import { readCursor } from './paging.js'
import { conditional, Entry, Event, Fields, File, FullTicket, Id, idParams, Moment, MomentOrNull, pageOf, paging } from './schemas.js'
import { moment, momentOrNull } from '../platform/moments.js'
import { presentEntry, presentEvent, presentFiles } from './ticket.presenter.js'

const newEntry = Fields({
  kind: Type.Enum(['reply', 'note']),
  text: Type.String({ minLength: 1, maxLength: 100_000, examples: ['The lamp is new. Is it bright enough?'] }),
  outcome: Type.Optional(Type.Enum([...replyOutcomes])),
  fileIds: Type.Optional(Type.Array(Id, { maxItems: 10 }))
})

const TicketPromise = Type.Object({ kind: Type.Enum([...targetKinds]), minutes: Type.Integer(), startedAt: Moment, dueAt: MomentOrNull, metAt: MomentOrNull, missedAt: MomentOrNull }, { title: 'TicketPromise' })

const schemas = {
  list: { params: idParams, querystring: Fields(paging), response: { 200: pageOf(Entry) } },
  create: { params: idParams, headers: conditional, body: newEntry, response: { 201: Entry } },
  events: { params: idParams, response: { 200: Type.Object({ items: Type.Array(Event) }) } },
  files: { params: idParams, response: { 200: Type.Object({ items: Type.Array(File) }) } },
  file: { params: Fields({ id: Id, fileId: Id }) },
  withdraw: { params: Fields({ id: Id, entryId: Id }), headers: conditional, response: { 200: FullTicket } },
  promises: { params: idParams, response: { 200: Type.Object({ items: Type.Array(TicketPromise) }) } }
}

/** What was written on a ticket, what happened to it, and its files. */
const entryRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/tickets/:id/entries', { schema: schemas.list, config: { scope: 'tickets.read', operation: 'entries_list' } }, async (request, reply) => {
    const { ctx, params: { id }, query: { limit = 50, cursor } } = request
    const { read } = ctx.db
    await findTicket(read, agentOf(request), id)
    const [rows, { files }] = await Promise.all([listEntryRows(read, id, limit + 1, readCursor(cursor)?.id ?? null), findMargin(read, id, 0, ctx.clock.now())])
    const page = rows.reverse().slice(0, limit)
    const last = page.at(-1)
    return pageAnswer(request, reply, page.map(row => presentEntry(row, files)), rows.length > limit && last !== undefined ? { at: 0, id: last.id } : null)
  })

  app.post('/tickets/:id/entries', { schema: schemas.create, config: { scope: 'tickets.write', operation: 'entries_create' } }, async (request, reply) => {
    const { params: { id }, body: { kind, text, outcome, fileIds = [] } } = request
    if (kind === 'note' && outcome !== undefined) throw new InvalidFields({ outcome: { key: 'api.fault.of_replies' } })
    await findTicket(request.ctx.db.read, agentOf(request), id)
    const filesKey = await gatherUploads(request.ctx, fileIds)
    const ctx = changing(request, id)
    const entry = kind === 'note' ? await addNote(ctx, { ticketId: id, text, filesKey }) : await replyToTicket(ctx, { ticketId: id, text, outcome: outcome ?? 'waiting', version: null, filesKey })
    const [rows, { files }] = await Promise.all([listEntryRows(ctx.db.read, id, 1, entry.id + 1), findMargin(ctx.db.read, id, 0, ctx.clock.now())])
    return reply.code(201).header('location', `/api/v1/tickets/${id}/entries`).send(presentEntry(rows[0]!, files))
  })

  // An answer that has not left can be taken back; its text is the agent's draft again.
  app.post('/tickets/:id/entries/:entryId/withdrawals', { schema: schemas.withdraw, config: { scope: 'tickets.write', operation: 'entries_withdraw' } }, async (request, reply) => {
    const { params: { id, entryId } } = request
    await withdrawReply(changing(request, id), { ticketId: id, entryId })
    return changedTicketAnswer(request, reply, id)
  })

  app.get('/tickets/:id/promises', { schema: schemas.promises, config: { scope: 'tickets.read', operation: 'promises_list' } }, async request => {
    const { id } = await findTicket(request.ctx.db.read, agentOf(request), request.params.id)
    const targets = (await listTargetRows(request.ctx.db.read, id)).filter(({ droppedAt }) => droppedAt === null)
    return { items: targets.map(({ kind, minutes, startedAt, dueAt, metAt, breachedAt }) => ({ kind, minutes, startedAt: moment(startedAt), dueAt: momentOrNull(dueAt), metAt: momentOrNull(metAt), missedAt: momentOrNull(breachedAt) })) }
  })

  app.get('/tickets/:id/events', { schema: schemas.events, config: { scope: 'tickets.read', operation: 'events_list' } }, async request => {
    const { id } = await findTicket(request.ctx.db.read, agentOf(request), request.params.id)
    return { items: (await listEventRows(request.ctx.db.read, id)).map(presentEvent) }
  })

  app.get('/tickets/:id/files', { schema: schemas.files, config: { scope: 'tickets.read', operation: 'files_list' } }, async request => {
    const { read } = request.ctx.db
    const { id } = await findTicket(read, agentOf(request), request.params.id)
    return { items: presentFiles((await findMargin(read, id, 0, request.ctx.clock.now())).files) }
  })

  app.get('/tickets/:id/files/:fileId', { schema: schemas.file, config: { scope: 'tickets.read', operation: 'files_read' } }, async (request, reply) => {
    const { ctx, params: { id, fileId } } = request
    const ticket = await findTicket(ctx.db.read, agentOf(request), id)
    const file = await findTicketFile(ctx.db.read, ticket.id, fileId)
    const tag = `"${file.sha256}"`
    reply.header('etag', tag)
    return isNamed(request.headers['if-none-match'] ?? '', tag) ? reply.code(304).send() : sendAttachment(reply, ctx.files, file)
  })
}

export default entryRoutes
