import type { FastifyReply, FastifyRequest } from 'fastify'
import { agentOf } from '../plugins/desk-reading.js'
import { Problem } from '../plugins/problems.js'
import { atVersion } from '../tickets/commands/at-version.js'
import type { Context } from '../platform/context.js'
import { NotFound } from '../platform/errors.js'
import { plainMoves } from '../tickets/commands/move-ticket.js'
import { findClosurePolicy } from '../tickets/ticket.queries.js'
import { findMargin } from '../tickets/ticket-page.queries.js'
import { findAnyRecord, findTicketRecord, type TicketRecord } from '../tickets/ticket-records.queries.js'
import { cursorText, nextAddress, type Cursor } from './paging.js'
import { presentFullTicket } from './ticket.presenter.js'
import { versionIn } from '../platform/http/entity-tags.js'

/** Answers with a page and says where the next one is, in the body and as a `Link`, RFC 8288. */
export function pageAnswer<Item> ({ url, server }: FastifyRequest, reply: FastifyReply, items: Item[], next: Cursor | null): { items: Item[], next: string | null } {
  if (next === null) return { items, next: null }
  const address = nextAddress(server.platform.config.baseUrl, url, cursorText(next))
  reply.header('link', `<${address}>; rel="next"`)
  return { items, next: address }
}

/** A ticket with all that hangs on it, and its version as the `ETag`. @throws NotFound when the agent may not see it. */
export async function ticketAnswer (request: FastifyRequest, reply: FastifyReply, id: number) {
  return fullTicket(request, reply, await findTicketRecord(request.ctx.db.read, agentOf(request), id))
}

/**
 * The ticket as a change left it that the agent was allowed to make: also when it went to where the agent sees it no
 * more, since “not found” would say that nothing was done.
 */
export async function changedTicketAnswer (request: FastifyRequest, reply: FastifyReply, id: number) {
  const record = await findAnyRecord(request.ctx.db.read, id)
  if (record === null) throw new NotFound()
  return fullTicket(request, reply, record)
}

/** Does something to the ticket that the address names, and answers with it as it is then. */
export async function changeTicket (request: unknown, reply: FastifyReply, change: (ctx: Context, ticketId: number) => Promise<unknown>) {
  const changed = request as FastifyRequest<{ Params: { id: number } }>
  const { id } = changed.params
  await change(changing(changed, id), id)
  return changedTicketAnswer(changed, reply, id)
}

async function fullTicket (request: FastifyRequest, reply: FastifyReply, record: TicketRecord) {
  const { read } = request.ctx.db
  reply.header('etag', `"${record.version}"`)
  const [margin, closurePolicy] = await Promise.all([findMargin(read, record.id, 0, request.ctx.clock.now()), findClosurePolicy(read, record)])
  return presentFullTicket(record, margin, { actor: agentOf(request), closurePolicy, moves: [...plainMoves, 'hold'] })
}

/** The context for a change to a ticket, held to the version in `If-Match`, RFC 9110 section 13.1.1. */
export function changing ({ ctx, headers }: FastifyRequest, ticketId: number): Context {
  const asked = headers['if-match']?.trim()
  if (asked === undefined || asked === '*') return ctx
  const version = versionIn(asked)
  if (version === null) throw new Problem('bad-precondition')
  return atVersion(ctx, ticketId, version)
}
