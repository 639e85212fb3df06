import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { listDepartmentChoices } from '../accounts/work-places.queries.js'
import { isTicked, typedIds, typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { createWebhook, editWebhook, removeWebhook, renewSecret, switchWebhook, type WebhookForm } from './commands/save-webhook.js'
import { webhookTypes } from './webhook-types.js'
import { presentWebhooks } from './webhook.presenter.js'
import { findWebhook, listWebhooks } from './webhook.queries.js'
import type { Webhook } from './webhook.entity.js'

declare module '../plugins/page.js' {
  interface Pages { 'webhooks/secret': { name: string, secret: string, next: string } }
}

const idParams = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 100 })]))
type Body = Record<string, string | string[]>

const blank: WebhookForm = { name: '', url: '', types: ['ticket.created', 'ticket.message_received', 'ticket.replied', 'ticket.resolved', 'ticket.closed'], departmentIds: [] }

/** Other programs that are told what happens, mounted at /admin. */
const webhookAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preValidation', requireRight('system'))

  app.get('/webhooks', async (request, reply) => {
    const { ctx: { db }, t, format } = request
    const [webhooks, departments] = await Promise.all([listWebhooks(db.read), listDepartmentChoices(db.read)])
    return reply.page('admin/list', { title: t('webhooks.title'), ...presentWebhooks(webhooks, departments, { t, format }) })
  })
  app.get('/webhooks/new', async (request, reply) => showForm(request, reply, null, blank))
  app.get('/webhooks/:id', { schema: { params: idParams } }, async (request, reply) => {
    const webhook = await findWebhook(request.ctx.db.read, request.params.id)
    return showForm(request, reply, webhook, formOf(webhook))
  })

  app.post('/webhooks', { schema: { body } }, async (request, reply) => {
    const typed = read(request.body)
    return actOrShowAgain(reply, async () => {
      const { id, secret } = await createWebhook(request.ctx, typed)
      return showSecret(request, reply, { id, name: typed.name, secret })
    }, async problems => showForm(request, reply, null, typed, { problems }))
  })

  app.post('/webhooks/:id', { schema: { params: idParams, body } }, async (request, reply) => {
    const { params: { id }, ctx } = request
    const typed = read(request.body)
    const version = typedNumber(request.body, 'version') || 0
    const webhook = await findWebhook(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await editWebhook(ctx, id, typed, version)
      return reply.flash({ kind: 'good', key: 'webhooks.saved', values: { name: typed.name } }).redirect('/admin/webhooks', 303)
    }, async problems => showForm(request, reply, webhook, typed, { version, problems }))
  })

  app.post('/webhooks/:id/switches', { schema: { params: idParams, body } }, async (request, reply) => act(request, reply, async (webhook, version) => {
    await switchWebhook(request.ctx, webhook.id, isTicked(request.body, 'on') || !webhook.isActive, version)
    return reply.flash({ kind: 'good', key: 'webhooks.saved', values: { name: webhook.name } }).redirect('/admin/webhooks', 303)
  }))

  app.post('/webhooks/:id/secrets', { schema: { params: idParams, body } }, async (request, reply) => act(request, reply, async (webhook, version) =>
    showSecret(request, reply, { id: webhook.id, name: webhook.name, secret: await renewSecret(request.ctx, webhook.id, version) })))

  app.post('/webhooks/:id/removals', { schema: { params: idParams, body } }, async (request, reply) => act(request, reply, async (webhook, version) => {
    await removeWebhook(request.ctx, webhook.id, version)
    return reply.flash({ kind: 'good', key: 'webhooks.removed', values: { name: webhook.name } }).redirect('/admin/webhooks', 303)
  }))
}

export default webhookAdminRoutes

type Acting = FastifyRequest<{ Params: { id: number }, Body: Body }>

async function act (request: Acting, reply: FastifyReply, work: (webhook: Webhook, version: number) => Promise<FastifyReply>): Promise<FastifyReply> {
  const webhook = await findWebhook(request.ctx.db.read, request.params.id)
  return actOrShowAgain(reply, async () => work(webhook, typedNumber(request.body, 'version') || 0), async problems => showForm(request, reply, webhook, formOf(webhook), { problems }))
}

const formOf = ({ name, url, types, departmentIds }: Webhook): WebhookForm => ({ name, url, types, departmentIds: departmentIds ?? [] })

const read = (typed: Body): WebhookForm => ({ name: typedText(typed, 'name'), url: typedText(typed, 'url').trim(), types: [typed.types ?? []].flat(), departmentIds: typedIds(typed, 'departmentIds') })

async function showSecret ({ t }: FastifyRequest, reply: FastifyReply, { id, name, secret }: { id: number, name: string, secret: string }): Promise<FastifyReply> {
  return reply.header('cache-control', 'no-store').page('webhooks/secret', { title: t('webhooks.secret.title', { name }), name, secret, next: `/admin/webhooks/${id}/messages` })
}

async function showForm ({ t, ctx }: FastifyRequest, reply: FastifyReply, webhook: Webhook | null, form: WebhookForm, { version = webhook?.version ?? 0, problems = noProblems }: { version?: number, problems?: Problems } = {}): Promise<FastifyReply> {
  const departments = await listDepartmentChoices(ctx.db.read)
  const at = `/admin/webhooks/${webhook?.id}`
  return reply.page('admin/form', {
    title: webhook === null ? t('webhooks.new') : webhook.name,
    lead: t('webhooks.form_lead'),
    back: { href: '/admin/webhooks', label: t('webhooks.title') },
    action: webhook === null ? '/admin/webhooks' : at,
    version,
    problems: problems.list,
    effects: [],
    save: t(webhook === null ? 'webhooks.make' : 'webhooks.save'),
    acts: webhook === null ? [] : [
      { action: `${at}/switches`, label: t(webhook.isActive ? 'webhooks.switch_off' : 'webhooks.switch_on') }, { action: `${at}/secrets`, label: t('webhooks.renew') }, { action: `${at}/removals`, label: t('webhooks.remove') }
    ],
    sections: [{
      title: null,
      fields: [
        { name: 'name', label: t('webhooks.name'), hint: t('webhooks.name_hint'), value: form.name, error: problems.of.name, maxlength: 120 },
        { name: 'url', label: t('webhooks.url'), hint: t('webhooks.url_hint'), value: form.url, error: problems.of.url, maxlength: 1000, autocomplete: 'off' },
        { name: 'types', label: t('webhooks.types'), type: 'checkboxes', value: form.types, error: problems.of.types, options: webhookTypes.map(type => ({ value: type, label: t(`webhooks.type.${type}`), hint: type })) },
        { name: 'departmentIds', label: t('webhooks.departments'), hint: t('webhooks.departments_hint'), type: 'checkboxes', value: form.departmentIds, error: problems.of.departmentIds, options: departments.map(({ id, name }) => ({ value: id, label: name })) }
      ]
    }]
  })
}
