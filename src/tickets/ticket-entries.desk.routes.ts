import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import { InvalidFields, Refusal } from '../platform/errors.js'
import { addNote } from './commands/add-note.js'
import { notePresence } from './commands/note-presence.js'
import { replyOutcomes, replyToTicket } from './commands/reply-to-ticket.js'
import { saveDraft } from './commands/save-draft.js'
import { withdrawReply } from './commands/withdraw-reply.js'
import { findNextPath } from './next-ticket.queries.js'
import { agentOf } from '../plugins/desk-reading.js'
import { showTicket, ticketParams } from './ticket.desk.routes.js'

const entryBody = Type.Object({
  kind: Type.Union([Type.Literal('reply'), Type.Literal('note')]),
  /** Which button was pressed; it wins over the radio, so that nothing goes out that was meant to stay in. */
  send: Type.Optional(Type.Union([Type.Literal('reply'), Type.Literal('note'), Type.Literal('draft')])),
  text: Type.String({ default: '' }),
  outcome: Type.Enum([...replyOutcomes], { default: 'waiting' }),
  then: Type.Union([Type.Literal('next'), Type.Literal('list'), Type.Literal('stay')], { default: 'stay' }),
  version: Type.Integer({ minimum: 1 })
})
type EntryBody = Static<typeof entryBody>

const entrySchema = { params: ticketParams, body: entryBody }
const withdrawalSchema = { params: Type.Object({ id: ticketParams.properties.id, entryId: Type.Integer({ minimum: 1 }) }) }

/** Writing under a ticket: replies, notes, drafts, and taking a reply back. */
const ticketEntriesDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post('/:id/entries', { schema: entrySchema }, async (request, reply) => {
    const { params: { id }, body } = request
    try {
      await write(request, reply, id, body)
      return await reply.redirect(await nextPath(request, id, body.then), 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 404) throw error
      const field = error instanceof InvalidFields ? error.fields.text ?? error : error
      reply.code(error.status)
      return showTicket(request, reply, id, { typed: body, problems: [{ href: '#text', text: request.t(field.key, field.values) }] })
    }
  })

  app.post('/:id/drafts', { schema: entrySchema }, async (request, reply) => {
    const { params: { id }, body } = request
    const savedAt = await saveDraft(request.ctx, { ticketId: id, ...body })
    await notePresence(request.ctx, id, agentOf(request).id, body.kind)
    if (request.headers['sec-fetch-mode'] === 'navigate') return reply.redirect(`/desk/tickets/${id}#composer`, 303)
    return reply.type('text/plain; charset=utf-8').send(request.t('tickets.composer.draft_kept', { time: request.format.time(savedAt) }))
  })

  app.post('/:id/entries/:entryId/withdrawals', { schema: withdrawalSchema }, async (request, reply) => {
    const { id, entryId } = request.params
    await withdrawReply(request.ctx, { ticketId: id, entryId })
    return reply.flash({ kind: 'good', key: 'tickets.composer.withdrawn' }).redirect(`/desk/tickets/${id}#composer`, 303)
  })
}

export default ticketEntriesDeskRoutes

async function write (request: FastifyRequest, reply: FastifyReply, ticketId: number, { kind, send = kind, text, outcome, version }: EntryBody): Promise<void> {
  const { ctx } = request
  if (send === 'draft') {
    await saveDraft(ctx, { ticketId, kind, text, version })
  } else if (send === 'note') {
    await addNote(ctx, { ticketId, text })
    reply.flash({ kind: 'good', key: 'tickets.composer.note_saved' })
  } else {
    const { id, leavesAt } = await replyToTicket(ctx, { ticketId, text, outcome, version })
    const until = leavesAt?.getTime() ?? 0
    reply.flash({ kind: 'good', key: 'tickets.composer.leaves', values: { seconds: Math.round((until - ctx.clock.now().getTime()) / 1000) }, undo: { action: `/desk/tickets/${ticketId}/entries/${id}/withdrawals`, until } })
  }
}

async function nextPath (request: FastifyRequest, id: number, then: EntryBody['then']): Promise<string> {
  if (then === 'list') return '/desk'
  if (then === 'next') return await findNextPath(request.ctx.db.read, agentOf(request), id) ?? '/desk'
  return `/desk/tickets/${id}`
}
