import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { asProblem, requireRight, versionOf } from './edits.routes.js'
import { flag, name } from './form-schema.routes.js'
import { conditional, conditionalChange, Fields, Id, idParams, Moment, MomentOrNull, repeatable } from './schemas.js'
import { joinTransaction } from '../platform/context.js'
import { createWebhook, editWebhook, removeWebhook, renewSecret, switchWebhook, type WebhookForm } from '../webhooks/commands/save-webhook.js'
import type { Webhook } from '../webhooks/webhook.entity.js'
import { findWebhook, listWebhooks } from '../webhooks/webhook.queries.js'
import { webhookTypes } from '../webhooks/webhook-types.js'

const terms = {
  name,
  url: Type.String({ minLength: 1, maxLength: 1000, examples: ['https://chat.example.org/hooks/7'] }),
  types: Type.Array(Type.Enum([...webhookTypes]), { minItems: 1, maxItems: 100, uniqueItems: true }),
  departmentIds: Type.Union([Type.Array(Id, { minItems: 1, maxItems: 500 }), Type.Null()])
}
const told = { id: Id, ...terms, isActive: flag, failingSince: MomentOrNull, givenUpAt: MomentOrNull, createdAt: Moment, version: Type.Integer() }
const WebhookAnswer = Type.Object(told, { title: 'Webhook' })
const MadeWebhook = Type.Object({ ...told, secret: Type.String({ examples: ['whsec_…'] }) }, { title: 'WebhookWithSecret' })
const change = Fields({ name: Type.Optional(terms.name), url: Type.Optional(terms.url), types: Type.Optional(terms.types), departmentIds: Type.Optional(terms.departmentIds), isActive: Type.Optional(flag) }, { minProperties: 1 })

const schemas = {
  list: { response: { 200: Type.Object({ items: Type.Array(WebhookAnswer) }) } },
  read: { params: idParams, response: { 200: WebhookAnswer } },
  create: { headers: repeatable, body: Fields({ ...terms, departmentIds: Type.Optional(terms.departmentIds) }), response: { 201: MadeWebhook } },
  change: { params: idParams, headers: conditionalChange, body: change, response: { 200: WebhookAnswer } },
  renew: { params: idParams, headers: conditional, response: { 201: MadeWebhook } },
  remove: { params: idParams, headers: conditionalChange, response: { 200: Type.Object({ id: Id }) } }
}

/** Programs subscribe here to what happens, as admins do on pages. A secret is answered once, when it is made. */
const webhookRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preHandler', async request => { requireRight(request, 'system') })
  const reads = (operation: string) => ({ scope: 'webhooks.read', operation })
  const writes = (operation: string) => ({ scope: 'webhooks.write', operation })

  app.get('/webhooks', { schema: schemas.list, config: reads('webhooks_list') }, async ({ ctx }) => ({ items: (await listWebhooks(ctx.db.read)).map(present) }))

  app.get('/webhooks/:id', { schema: schemas.read, config: reads('webhooks_read') }, async (request, reply) => answer(request, reply, request.params.id))

  app.post('/webhooks', { schema: schemas.create, config: { ...writes('webhooks_create'), answersSecret: true } }, async (request, reply) => {
    const { id, secret } = await createWebhook(request.ctx, formOf({ departmentIds: null, ...request.body }))
    return reply.code(201).header('location', `/api/v1/webhooks/${id}`).send({ ...await answer(request, reply, id), secret })
  })

  app.patch('/webhooks/:id', { schema: schemas.change, config: writes('webhooks_change') }, async (request, reply) => {
    const { ctx, params: { id }, body: { isActive, ...values } } = request
    const known = await findWebhook(ctx.db.read, id)
    const version = versionOf(request, known.version)
    const isEdited = Object.keys(values).length > 0
    await asProblem(async () => ctx.db.transaction(async manager => {
      const joined = joinTransaction(ctx, manager)
      if (isEdited) await editWebhook(joined, id, formOf({ ...known, ...values }), version)
      if (isActive !== undefined && isActive !== known.isActive) await switchWebhook(joined, id, isActive, version + Number(isEdited))
    }))
    return answer(request, reply, id)
  })

  app.post('/webhooks/:id/secrets', { schema: schemas.renew, config: { ...writes('webhooks_renew'), answersSecret: true } }, async (request, reply) => {
    const { ctx, headers, params: { id } } = request
    const { version } = await findWebhook(ctx.db.read, id)
    const seen = headers['if-match'] === undefined ? version : versionOf(request, version)
    const secret = await asProblem(async () => renewSecret(ctx, id, seen))
    return reply.code(201).send({ ...await answer(request, reply, id), secret })
  })

  app.delete('/webhooks/:id', { schema: schemas.remove, config: writes('webhooks_remove') }, async request => {
    const { ctx, params: { id } } = request
    const version = versionOf(request, (await findWebhook(ctx.db.read, id)).version)
    await asProblem(async () => removeWebhook(ctx, id, version))
    return { id }
  })
}

export default webhookRoutes

async function answer ({ ctx }: FastifyRequest, reply: FastifyReply, id: number): Promise<Static<typeof WebhookAnswer>> {
  const webhook = await findWebhook(ctx.db.read, id)
  reply.header('etag', `"${webhook.version}"`)
  return present(webhook)
}

const present = ({ id, name, url, types, departmentIds, isActive, failingSince, givenUpAt, createdAt, version }: Webhook): Static<typeof WebhookAnswer> => ({
  id, name, url, types, departmentIds, isActive, failingSince: failingSince?.toISOString() ?? null, givenUpAt: givenUpAt?.toISOString() ?? null, createdAt: createdAt.toISOString(), version
})

/** The form of the panel says “all departments” by naming none. */
const formOf = ({ name, url, types, departmentIds }: Omit<WebhookForm, 'departmentIds'> & { departmentIds: number[] | null }): WebhookForm => ({ name, url: url.trim(), types, departmentIds: departmentIds ?? [] })
