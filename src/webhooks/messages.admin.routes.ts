import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NotFound, Refusal } from '../platform/errors.js'
import { requireRight } from '../plugins/areas.js'
import { sendAgain, tryWebhook } from './commands/try-webhook.js'
import { deliveriesOnPage, findDelivery, listDeliveries } from './delivery.queries.js'
import { presentDelivery, presentFacts, readableJson, type DeliveryLine } from './delivery.presenter.js'
import { presentTest } from './payload.presenter.js'
import { findWebhook } from './webhook.queries.js'

interface Back { href: string, label: string }

declare module '../plugins/page.js' {
  interface Pages {
    'webhooks/messages': { back: Back, tryPath: string, chips: Array<{ href: string, label: string, current: boolean }>, lines: DeliveryLine[], newest: string | null, older: string | null }
    'webhooks/message': { back: Back, line: DeliveryLine, facts: Array<{ name: string, value: string }>, body: string, answer: string | null, againPath: string | null }
  }
}

const Id = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
const idParams = Type.Object({ id: Id })
const messageParams = Type.Object({ id: Id, messageId: Id })
const states = ['waiting', 'delivered', 'failed'] as const
const querystring = Type.Object({ state: Type.Optional(Type.Enum([...states])), before: Type.Optional(Id) })

/** What webhooks were told and what became of it, mounted at /admin. */
const messagesAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preValidation', requireRight('system'))

  app.get('/webhooks/:id/messages', { schema: { params: idParams, querystring } }, async (request, reply) => {
    const { params: { id }, query: { state = null, before = null }, ctx: { db }, t, format } = request
    const { name } = await findWebhook(db.read, id)
    const found = await listDeliveries(db.read, id, { state, before })
    const path = `/admin/webhooks/${id}/messages`
    const chip = (each: typeof states[number] | null) => ({ href: each === null ? path : `${path}?state=${each}`, label: each === null ? t('webhooks.messages.all') : t(`webhooks.delivery.${each}`), current: each === state })
    const shown = found.slice(0, deliveriesOnPage)
    const more = new URLSearchParams({ ...(state !== null && { state }), before: String(shown.at(-1)?.id) })
    return reply.page('webhooks/messages', {
      title: t('webhooks.messages.title', { name }), back: { href: '/admin/webhooks', label: t('webhooks.title') }, tryPath: `/admin/webhooks/${id}/tests`,
      chips: [null, ...states].map(chip), lines: shown.map(each => presentDelivery(each, { t, format })),
      newest: before === null ? null : chip(state).href, older: found.length > shown.length ? `${path}?${more}` : null
    })
  })

  app.get('/webhooks/:id/messages/:messageId', { schema: { params: messageParams } }, async (request, reply) => {
    const { params: { id, messageId }, ctx: { db }, t, format } = request
    const { name } = await findWebhook(db.read, id)
    const delivery = await findDelivery(db.read, id, messageId)
    const line = presentDelivery(delivery, { t, format })
    return reply.page('webhooks/message', {
      title: delivery.type, back: { href: `/admin/webhooks/${id}/messages`, label: t('webhooks.messages.title', { name }) },
      line, facts: presentFacts(delivery, { t, format }), body: readableJson(delivery.body), answer: delivery.answer, againPath: delivery.state === 'waiting' && delivery.nextTryAt === null ? null : `${line.path}/sendings`
    })
  })

  app.post('/webhooks/:id/tests', { schema: { params: idParams } }, async (request, reply) => {
    const { params: { id }, ctx } = request
    return reply.redirect(`/admin/webhooks/${id}/messages/${await tryWebhook(ctx, id, presentTest)}`, 303)
  })

  app.post('/webhooks/:id/messages/:messageId/sendings', { schema: { params: messageParams } }, async (request, reply) => {
    const { params: { id, messageId }, ctx } = request
    const back = `/admin/webhooks/${id}/messages/${messageId}`
    try {
      await sendAgain(ctx, id, messageId)
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof NotFound) throw error
      reply.flash({ kind: 'bad', key: error.key, values: error.values })
    }
    return reply.redirect(back, 303)
  })
}

export default messagesAdminRoutes
