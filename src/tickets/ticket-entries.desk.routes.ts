import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { InvalidFields, Refusal, type Message } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { addNote } from './commands/add-note.js'
import { dropUpload, keepUploads } from './commands/keep-uploads.js'
import { notePresence } from './commands/note-presence.js'
import { replyOutcomes, replyToTicket } from './commands/reply-to-ticket.js'
import { saveDraft } from './commands/save-draft.js'
import { withdrawReply } from './commands/withdraw-reply.js'
import { draftFilesKey } from './draft-files.js'
import { findNextPath } from './next-ticket.queries.js'
import { showTicket, ticketParams } from './ticket.desk.routes.js'
import { findTicket } from './ticket.queries.js'
import { receiveForm, type ReceivedForm } from '../plugins/receive-form.js'

const schema = { params: ticketParams }
const withdrawalSchema = { params: Type.Object({ id: ticketParams.properties.id, entryId: Type.Integer({ minimum: 1 }) }) }

type TicketRequest = FastifyRequest<{ Params: { id: number } }>

/** Writing under a ticket: replies, notes, drafts, and taking a reply back. */
const ticketEntriesDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post('/:id/entries', { schema }, async (request, reply) => takeEntry(request, reply))

  app.post('/:id/drafts', { schema }, async (request, reply) => {
    const { params: { id } } = request
    const { kind, text, version } = readEntry(fieldsOf(request.body))
    const savedAt = await saveDraft(request.ctx, { ticketId: id, kind, text, version })
    await notePresence(request.ctx, id, agentOf(request).id, kind)
    return reply.type('text/plain; charset=utf-8').send(request.t('tickets.composer.draft_kept', { time: request.format.time(savedAt) }))
  })

  app.post('/:id/entries/:entryId/withdrawals', { schema: withdrawalSchema }, async (request, reply) => {
    const { id, entryId } = request.params
    await withdrawReply(request.ctx, { ticketId: id, entryId })
    return reply.flash({ kind: 'good', key: 'tickets.composer.withdrawn' }).redirect(`/desk/tickets/${id}#composer`, 303)
  })
}

export default ticketEntriesDeskRoutes

const sends = ['reply', 'note', 'draft', 'preview', 'article'] as const

interface Entry { kind: 'reply' | 'note', send: typeof sends[number], text: string, outcome: typeof replyOutcomes[number], then: 'next' | 'list' | 'stay', version: number }

/** What the form says. Whatever is not plainly a reply stays inside. */
function readEntry (fields: Record<string, string>): Entry {
  const kind = fields.kind === 'reply' ? 'reply' : 'note'
  return {
    kind,
    send: sends.find(send => send === fields.send) ?? kind,
    text: fields.text ?? '',
    outcome: replyOutcomes.find(outcome => outcome === fields.outcome) ?? 'waiting',
    then: fields.then === 'next' || fields.then === 'list' ? fields.then : 'stay',
    version: Number(fields.version) || 0
  }
}

const fieldsOf = (body: unknown): Record<string, string> => Object.fromEntries(Object.entries(body ?? {}).map(([name, value]) => [name, String([value].flat()[0] ?? '')]))

async function takeEntry (request: TicketRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { ctx, params: { id } } = request
  const agent = agentOf(request)
  await findTicket(ctx.db.read, agent, id)

  const form: ReceivedForm = request.isMultipart() ? await receiveForm(request, ctx.files) : { fields: fieldsOf(request.body), uploads: [], refused: [] }
  const entry = readEntry(form.fields)
  const filesKey = draftFilesKey(agent.id, id)
  const refused = [...form.refused, ...await keepUploads(ctx, filesKey, form.uploads)]
  if (refused.length > 0) return showAgain(request, reply.code(422), entry, refused, '#files')
  if (form.fields.remove) {
    await dropUpload(ctx, filesKey, Number(form.fields.remove))
    await saveDraft(ctx, { ticketId: id, ...entry })
    return reply.redirect(`/desk/tickets/${id}#composer`, 303)
  }

  try {
    await write(request, reply, entry, filesKey)
    return await reply.redirect(await nextPath(request, entry), 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error
    return showAgain(request, reply.code(error.status), entry, [error instanceof InvalidFields ? error.fields.text ?? error : error])
  }
}

async function showAgain (request: TicketRequest, reply: FastifyReply, entry: Entry, problems: Message[], href = '#text'): Promise<FastifyReply> {
  return showTicket(request, reply, request.params.id, { typed: { ...entry }, problems: problems.map(({ key, values }) => ({ href, text: request.t(key, values) })) })
}

async function write ({ ctx, params: { id: ticketId } }: TicketRequest, reply: FastifyReply, { kind, send, text, outcome, version }: Entry, filesKey: string): Promise<void> {
  if (send === 'preview' && text.trim() === '') throw new InvalidFields({ text: { key: 'tickets.text.empty' } })
  if (send === 'draft' || send === 'preview' || send === 'article') {
    await saveDraft(ctx, { ticketId, kind, text, version })
  } else if (send === 'note') {
    await addNote(ctx, { ticketId, text, filesKey })
    reply.flash({ kind: 'good', key: 'tickets.composer.note_saved' })
  } else {
    const { id, leavesAt } = await replyToTicket(ctx, { ticketId, text, outcome, version, filesKey })
    const until = leavesAt?.getTime() ?? 0
    reply.flash({ kind: 'good', key: 'tickets.composer.leaves', values: { seconds: Math.round((until - ctx.clock.now().getTime()) / 1000) }, undo: { action: `/desk/tickets/${ticketId}/entries/${id}/withdrawals`, until } })
  }
}

async function nextPath (request: TicketRequest, { send, outcome, then }: Entry): Promise<string> {
  const { ctx, params: { id } } = request
  if (send === 'preview') return `/desk/tickets/${id}/reply-preview?outcome=${outcome}`
  if (send === 'article') return `/desk/tickets/${id}/articles`
  if (then === 'list') return '/desk'
  if (then === 'next') return await findNextPath(ctx.db.read, agentOf(request), id) ?? '/desk'
  return `/desk/tickets/${id}`
}
