import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { pageAnswer } from './answers.routes.js'
import { requireRight } from './edits.routes.js'
import { readCursor } from './paging.js'
import { Fields, Id, idParams, IdOrNull, Moment, MomentOrNull, pageOf, paging, repeatable, TextOrNull } from './schemas.js'
import type { Reader } from '../platform/database/database.js'
import { sendAgain, tryWebhook } from '../webhooks/commands/try-webhook.js'
import type { Delivery } from '../webhooks/delivery.entity.js'
import { findDelivery, listDeliveries } from '../webhooks/delivery.queries.js'
import { presentTest } from '../webhooks/payload.presenter.js'
import { findWebhook } from '../webhooks/webhook.queries.js'

const states = ['waiting', 'delivered', 'failed'] as const
const line = {
  id: Id, messageId: Type.String({ examples: ['msg_…'] }), type: Type.String({ examples: ['ticket.replied'] }), ticketId: IdOrNull, state: Type.Enum([...states]), attempts: Type.Integer(),
  status: IdOrNull, trouble: TextOrNull, tookMs: IdOrNull, createdAt: Moment, triedAt: MomentOrNull, nextTryAt: MomentOrNull
}
const Message = Type.Object(line, { title: 'WebhookMessage' })
const WholeMessage = Type.Object({ ...line, body: Type.Unknown(), answer: TextOrNull }, { title: 'WholeWebhookMessage' })
const messageParams = Fields({ id: Id, messageId: Id })

const schemas = {
  list: { params: idParams, querystring: Fields({ ...paging, state: Type.Optional(Type.Enum([...states])) }), response: { 200: pageOf(Message) } },
  read: { params: messageParams, response: { 200: WholeMessage } },
  send: { params: messageParams, headers: repeatable, response: { 200: WholeMessage } },
  test: { params: idParams, headers: repeatable, response: { 200: WholeMessage } }
}

/** What webhooks were told and what became of it; a message that tries one; a message once more. */
const webhookMessageRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preHandler', async request => { requireRight(request, 'system') })

  app.get('/webhooks/:id/messages', { schema: schemas.list, config: { scope: 'webhooks.read', operation: 'webhook_messages_list' } }, async (request, reply) => {
    const { ctx: { db: { read } }, params: { id }, query: { limit = 50, cursor, state = null } } = request
    await findWebhook(read, id)
    const found = await listDeliveries(read, id, { state, before: readCursor(cursor)?.id ?? null, limit })
    return pageAnswer(request, reply, found.slice(0, limit).map(present), found.length > limit ? { at: 0, id: found[limit - 1]!.id } : null)
  })

  app.get('/webhooks/:id/messages/:messageId', { schema: schemas.read, config: { scope: 'webhooks.read', operation: 'webhook_messages_read' } }, async ({ ctx, params: { id, messageId } }) => whole(ctx.db.read, id, messageId))

  app.post('/webhooks/:id/messages/:messageId/sendings', { schema: schemas.send, config: { scope: 'webhooks.write', operation: 'webhook_messages_send' } }, async ({ ctx, params: { id, messageId } }) => {
    await sendAgain(ctx, id, messageId)
    return whole(ctx.db.read, id, messageId)
  })

  app.post('/webhooks/:id/tests', { schema: schemas.test, config: { scope: 'webhooks.write', operation: 'webhooks_try' } }, async ({ ctx, params: { id } }) => whole(ctx.db.read, id, await tryWebhook(ctx, id, presentTest)))
}

export default webhookMessageRoutes

const present = ({ id, messageId, type, ticketId, state, attempts, status, trouble, tookMs, createdAt, triedAt, nextTryAt }: Delivery) => ({
  id, messageId, type, ticketId, state, attempts, status, trouble, tookMs, createdAt: createdAt.toISOString(), triedAt: triedAt?.toISOString() ?? null, nextTryAt: nextTryAt?.toISOString() ?? null
})

/** With what it said, and what the receiver answered, cut short. @throws NotFound */
async function whole (reader: Reader, webhookId: number, id: number) {
  const delivery = await findDelivery(reader, webhookId, id)
  return { ...present(delivery), body: JSON.parse(delivery.body) as unknown, answer: delivery.answer }
}
