import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Context } from '../platform/context.js'
import { InvalidFields, Refusal } from '../platform/errors.js'
import { assignTicket } from '../tickets/commands/assign-ticket.js'
import { moveTicket } from '../tickets/commands/move-ticket.js'
import { transferTicket } from '../tickets/commands/transfer-ticket.js'
import { ownPath } from '../plugins/own-path.js'

const id = Type.String({ pattern: '^[1-9][0-9]{0,9}$' })
const bulkBody = Type.Object({
  ids: Type.Optional(Type.Union([id, Type.Array(id, { maxItems: 100 })])),
  act: Type.Union([Type.Literal('assign'), Type.Literal('transfer'), Type.Literal('close')]),
  agentId: Type.String({ default: '', pattern: '^[0-9]{0,10}$' }),
  departmentId: Type.Optional(id),
  reason: Type.String({ default: '', maxLength: 500 }),
  back: Type.String({ default: '/desk', maxLength: 300 })
})

type Act = (ctx: Context, ticketId: number) => Promise<unknown>

/**
 * One act on many tickets. Each is a transaction of its own, so that one that is refused leaves the others
 * done; the line afterwards says how many and why.
 */
const bulkDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.post('/bulk', { schema: { body: bulkBody } }, async (request, reply) => {
    const { ids = [], act, agentId, departmentId, reason, back } = request.body
    const chosen = [ids].flat().map(Number)
    const acts: Record<typeof act, Act> = {
      assign: async (ctx, ticketId) => assignTicket(ctx, { ticketId, agentId: agentId === '' ? null : Number(agentId) }),
      transfer: async (ctx, ticketId) => transferTicket(ctx, { ticketId, departmentId: Number(departmentId), reason }),
      close: async (ctx, ticketId) => moveTicket(ctx, { ticketId, move: 'close' })
    }

    const refusals: Refusal[] = []
    for (const ticketId of chosen) {
      try {
        await acts[act](request.ctx, ticketId)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refusals.push(error)
      }
    }

    const done = chosen.length - refusals.length
    const [first] = refusals
    if (chosen.length === 0) reply.flash({ kind: 'warn', key: 'queues.bulk.none' })
    else if (first === undefined) reply.flash({ kind: 'good', key: 'queues.bulk.done', values: { done } })
    else reply.flash({ kind: 'warn', key: 'queues.bulk.partly', values: { done, refused: refusals.length, reason: reasonOf(first, request.t) } })
    return reply.redirect(ownPath(back, '/desk'), 303)
  })
}

export default bulkDeskRoutes

function reasonOf (refusal: Refusal, t: (key: Refusal['key'], values?: Refusal['values']) => string): string {
  const [field] = refusal instanceof InvalidFields ? Object.values(refusal.fields) : []
  return field === undefined ? t(refusal.key, refusal.values) : t(field.key, field.values)
}
