import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { DateTime } from 'luxon'
import { InvalidFields, Refusal } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { findNames } from './choices.queries.js'
import { assignTicket } from './commands/assign-ticket.js'
import { addParticipant, removeParticipant } from './commands/change-participants.js'
import { changeTopic } from './commands/change-topic.js'
import { editTicket } from './commands/edit-ticket.js'
import { linkTickets, linkWays, unlinkTickets } from './commands/link-tickets.js'
import { mergeTicket, unmergeTicket } from './commands/merge-ticket.js'
import { holdTicket, moveTicket, plainMoves } from './commands/move-ticket.js'
import { tagTicket } from './commands/tag-ticket.js'
import { transferTicket } from './commands/transfer-ticket.js'
import type { Priority } from './ticket.entity.js'
import { showTicket, ticketParams } from './ticket.desk.routes.js'

const params = ticketParams
const line = (maxLength = 500) => Type.String({ maxLength, default: '' })
/** A select's value: an id, or empty for nobody. */
const idOrNone = Type.Union([Type.Literal(''), Type.String({ pattern: '^[1-9][0-9]{0,9}$' })])
const day = Type.Union([Type.Literal(''), Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })], { default: '' })

const schemas = {
  move: { params, body: Type.Object({ move: Type.Enum([...plainMoves]), reason: line() }) },
  hold: { params, body: Type.Object({ reason: line(), until: day }) },
  assign: { params, body: Type.Object({ agentId: Type.Optional(idOrNone), teamId: Type.Optional(idOrNone) }) },
  transfer: { params, body: Type.Object({ departmentId: Type.Integer({ minimum: 1 }), reason: line() }) },
  merge: { params, body: Type.Object({ number: line(40) }) },
  link: { params, body: Type.Object({ number: line(40), as: Type.Enum([...linkWays], { default: 'related' }) }) },
  unlink: { params: Type.Object({ id: params.properties.id, otherId: params.properties.id }) },
  bare: { params },
  edit: { params, body: Type.Object({ version: Type.Integer(), subject: line(1000), priority: Type.Integer({ minimum: 1, maximum: 4 }), due: day, statusId: Type.Optional(idOrNone), tags: line(1000), topicId: Type.Union([Type.Literal(''), Type.String({ pattern: '^[1-9][0-9]{0,9}$' })], { default: '' }) }) },
  participant: { params, body: Type.Object({ email: line(300), name: line(190) }) },
  removal: { params: Type.Object({ id: params.properties.id, personId: Type.Integer({ minimum: 1 }) }) }
}

/** Everything an agent does to a ticket without writing to anybody. */
const ticketMovesDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post('/:id/moves', { schema: schemas.move }, async (request, reply) => act(request, reply, null, async ticketId => {
    const ticket = await moveTicket(request.ctx, { ticketId, ...request.body })
    reply.flash({ kind: 'good', key: 'tickets.act.moved', values: { state: request.t(`tickets.state.${ticket.state}`) } })
  }))

  app.post('/:id/claims', { schema: schemas.bare }, async (request, reply) => act(request, reply, null, async ticketId => {
    await assignTicket(request.ctx, { ticketId, agentId: agentOf(request).id, onlyIfFree: true })
    reply.flash({ kind: 'good', key: 'tickets.act.claimed' })
  }))

  app.post('/:id/holds', { schema: schemas.hold }, async (request, reply) => act(request, reply, 'hold', async ticketId => {
    await holdTicket(request.ctx, { ticketId, reason: request.body.reason, until: await startOf(request, request.body.until) })
    reply.flash({ kind: 'good', key: 'tickets.act.held' })
  }))

  app.post('/:id/assignments', { schema: schemas.assign }, async (request, reply) => act(request, reply, 'assign', async ticketId => {
    const { agentId, teamId } = request.body
    const ticket = await assignTicket(request.ctx, { ticketId, agentId: toId(agentId), teamId: toId(teamId) })
    const names = await findNames(request.ctx.db.read, { agentId: ticket.assigneeId, teamId: ticket.teamId })
    reply.flash(names.length === 0 ? { kind: 'good', key: 'tickets.act.unassigned' } : { kind: 'good', key: 'tickets.act.assigned', values: { name: names.join(', ') } })
  }))

  app.post('/:id/transfers', { schema: schemas.transfer }, async (request, reply) => act(request, reply, 'transfer', async ticketId => {
    const { departmentId } = await transferTicket(request.ctx, { ticketId, ...request.body })
    reply.flash({ kind: 'good', key: 'tickets.act.transferred', values: { name: (await findNames(request.ctx.db.read, { departmentId })).join('') } })
    return agentOf(request).departments.get(departmentId)?.has('ticket.read') === true ? undefined : '/desk'
  }))

  app.post('/:id/merges', { schema: schemas.merge }, async (request, reply) => act(request, reply, 'merge', async ticketId => {
    await mergeTicket(request.ctx, { ticketId, intoNumber: request.body.number })
    reply.flash({ kind: 'good', key: 'tickets.act.merged', values: { number: request.body.number } })
  }))

  app.post('/:id/unmerges', { schema: schemas.bare }, async (request, reply) => act(request, reply, null, async ticketId => { await unmergeTicket(request.ctx, { ticketId }) }))

  app.post('/:id/links', { schema: schemas.link }, async (request, reply) => act(request, reply, 'link', async ticketId => {
    await linkTickets(request.ctx, { ticketId, ...request.body })
    reply.flash({ kind: 'good', key: 'tickets.act.linked', values: { number: request.body.number } })
  }))

  app.post('/:id/links/:otherId/removals', { schema: schemas.unlink }, async (request, reply) => act(request, reply, null, async ticketId => {
    await unlinkTickets(request.ctx, { ticketId, otherId: request.params.otherId })
  }))

  app.post('/:id/edits', { schema: schemas.edit }, async (request, reply) => act(request, reply, 'edit', async ticketId => {
    const { version, subject, priority, due, statusId, tags, topicId } = request.body
    const ticket = await editTicket(request.ctx, { ticketId, version, subject, priority: priority as Priority, dueAt: await endOf(request, due), statusId: toId(statusId) })
    await tagTicket(request.ctx, { ticketId: ticket.id, tags })
    const { departmentId } = topicId === '' ? ticket : await changeTopic(request.ctx, { ticketId, topicId: Number(topicId) })
    reply.flash({ kind: 'good', key: 'tickets.act.edited' })
    return agentOf(request).departments.get(departmentId)?.has('ticket.read') === true ? undefined : '/desk'
  }))

  app.post('/:id/participants', { schema: schemas.participant }, async (request, reply) => act(request, reply, 'participant', async ticketId => {
    await addParticipant(request.ctx, { ticketId, ...request.body })
    reply.flash({ kind: 'good', key: 'tickets.act.participant_added', values: { email: request.body.email } })
  }))

  app.post('/:id/participants/:personId/removals', { schema: schemas.removal }, async (request, reply) => act(request, reply, null, async ticketId => {
    await removeParticipant(request.ctx, { ticketId, personId: request.params.personId })
  }))
}

export default ticketMovesDeskRoutes

type Acting = FastifyRequest<{ Params: { id: number }, Body: Record<string, unknown> | undefined }>

/** Does it and goes where the work says, or back to the ticket; a refusal is told on the ticket as it is now, with what was typed. */
export async function act (request: unknown, reply: FastifyReply, form: string | null, work: (ticketId: number) => Promise<string | undefined | void>): Promise<FastifyReply> {
  const acting = request as Acting
  const { id } = acting.params
  try {
    return await reply.redirect(await work(id) ?? `/desk/tickets/${id}`, 303)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error
    reply.code(error.status)
    return showTicket(acting, reply, id, { problems: problemsOf(acting, error, form), open: form, typedThere: acting.body ?? {} })
  }
}

function problemsOf ({ t }: FastifyRequest, error: Refusal, form: string | null): Array<{ href: string, text: string }> {
  if (!(error instanceof InvalidFields)) return [{ href: '#main', text: t(error.key, error.values) }]
  return Object.entries(error.fields).map(([field, { key, values }]) => ({ href: `#${form ?? 'ticket'}-${field}`, text: t(key, values) }))
}

const toId = (value: string | undefined): number | null | undefined => value === undefined ? undefined : value === '' ? null : Number(value)

/** The first moment of a day, in the agent's own zone. */
async function startOf (request: FastifyRequest, day: string): Promise<Date | null> {
  return day === '' ? null : readDay(day, await zoneOf(request)).startOf('day').toJSDate()
}

async function endOf (request: FastifyRequest, day: string): Promise<Date | null> {
  return day === '' ? null : readDay(day, await zoneOf(request)).endOf('day').toJSDate()
}

function readDay (day: string, zone: string): DateTime {
  const date = DateTime.fromISO(day, { zone })
  if (!date.isValid) throw new InvalidFields({ until: { key: 'refusal.not_a_choice' } })
  return date
}

async function zoneOf ({ agent, server }: FastifyRequest): Promise<string> {
  return agent?.timeZone ?? (await server.organisation()).timeZone
}
