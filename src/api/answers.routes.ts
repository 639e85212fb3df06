import type { FastifyReply, FastifyRequest } from 'fastify'
import { agentOf } from '../plugins/desk-reading.js'
import { Problem } from '../plugins/problems.js'
import { atVersion } from '../tickets/commands/at-version.js'
import type { Context } from '../platform/context.js'
import { plainMoves } from '../tickets/commands/move-ticket.js'
import { findClosurePolicy } from '../tickets/ticket.queries.js'
import { findMargin } from '../tickets/ticket-page.queries.js'
import { findTicketRecord } from '../tickets/ticket-records.queries.js'
import { cursorText, nextAddress, type Cursor } from './paging.js'
import { presentFullTicket } from './ticket.presenter.js'

/** Answers with a page and says where the next one is, in the body and as a `Link`, RFC 8288. */
export function pageAnswer<Item> ({ url, server }: FastifyRequest, reply: FastifyReply, items: Item[], next: Cursor | null): { items: Item[], next: string | null } {
  if (next === null) return { items, next: null }
  const address = nextAddress(server.platform.config.baseUrl, url, cursorText(next))
  reply.header('link', `<${address}>; rel="next"`)
  return { items, next: address }
}

/** A ticket with all that hangs on it, and its version as the `ETag`. */
export async function ticketAnswer (request: FastifyRequest, reply: FastifyReply, id: number) {
  const actor = agentOf(request)
  const { read } = request.ctx.db
  const record = await findTicketRecord(read, actor, id)
  reply.header('etag', `"${record.version}"`)
  const [margin, closurePolicy] = await Promise.all([findMargin(read, id, 0, request.ctx.clock.now()), findClosurePolicy(read, record)])
  return presentFullTicket(record, margin, { actor, closurePolicy, moves: [...plainMoves, 'hold'] })
}

/** The context for a change to a ticket, held to the version in `If-Match`, RFC 9110 section 13.1.1. */
export function changing ({ ctx, headers }: FastifyRequest, ticketId: number): Context {
  const asked = headers['if-match']?.trim()
  if (asked === undefined || asked === '*') return ctx
  const version = /^"(\d{1,9})"$/.exec(asked)?.[1]
  if (version === undefined) throw new Problem('bad-precondition')
  return atVersion(ctx, ticketId, Number(version))
}
