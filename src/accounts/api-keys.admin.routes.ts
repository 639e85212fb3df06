import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { typedNumber, typedText, type AdminListView } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import type { ApiKey } from './api-key.entity.js'
import { findApiKey, listApiKeys } from './api-key.queries.js'
import { listAgentChoices, type AgentChoice } from './agent-choices.queries.js'
import { apiScopes } from './api-scopes.js'
import { createApiKey, editApiKey, switchApiKey, type ApiKeyForm } from './commands/save-api-key.js'
import { idParams } from './form-schema.js'
import { lastDayOf, readLastDay } from './last-day.js'
import { listDepartmentChoices } from './work-places.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'admin/api-keys/made': { name: string, key: string, example: string } }
}

const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 50 })]))
type Body = Record<string, string | string[]>
type Typed = Omit<ApiKeyForm, 'expiresAt'> & { expires: string, isActive: boolean }

const blank: Typed = { name: '', scopes: ['tickets.create'], network: '', expires: '', agentId: null, departmentIds: [], isActive: true }

/** Keys for programs, mounted at /admin. */
const apiKeyRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preValidation', requireRight('system'))

  app.get('/api-keys', async (request, reply) => reply.page('admin/list', { title: request.t('accounts.api.title'), ...presentList(request, await listApiKeys(request.ctx.db.read), await listAgentChoices(request.ctx.db.read)) }))
  app.get('/api-keys/new', async (request, reply) => showForm(request, reply, null, blank, 0))
  app.get('/api-keys/:id', { schema: { params: idParams } }, async (request, reply) => {
    const key = await findApiKey(request.ctx.db.read, request.params.id)
    return showForm(request, reply, key.id, typedOf(key), key.version)
  })

  app.post('/api-keys', { schema: { body } }, async (request, reply) => {
    const typed = read(request.body)
    return actOrShowAgain(reply, async () => {
      const { key } = await createApiKey(request.ctx, formOf(typed, request.ctx.clock.now()))
      return reply.header('cache-control', 'no-store').page('admin/api-keys/made', { title: request.t('accounts.api.made', { name: typed.name }), name: typed.name, key, example: exampleOf(app.platform.config.baseUrl, key) })
    }, async problems => showForm(request, reply, null, typed, 0, problems))
  })

  app.post('/api-keys/:id', { schema: { params: idParams, body } }, async (request, reply) => {
    const { params: { id }, ctx } = request
    const typed = { ...read(request.body), isActive: (await findApiKey(ctx.db.read, id)).isActive }
    const version = typedNumber(request.body, 'version') || 0
    return actOrShowAgain(reply, async () => {
      await editApiKey(ctx, id, formOf(typed, ctx.clock.now()), version)
      return reply.flash({ kind: 'good', key: 'accounts.api.saved', values: { name: typed.name } }).redirect('/admin/api-keys', 303)
    }, async problems => showForm(request, reply, id, typed, version, problems))
  })

  app.post('/api-keys/:id/switches', { schema: { params: idParams, body } }, async (request, reply) => {
    const { params: { id }, ctx } = request
    const key = await findApiKey(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await switchApiKey(ctx, id, !key.isActive, typedNumber(request.body, 'version'))
      return reply.flash({ kind: 'good', key: 'accounts.api.saved', values: { name: key.name } }).redirect('/admin/api-keys', 303)
    }, async problems => showForm(request, reply, id, typedOf(key), key.version, problems))
  })
}

export default apiKeyRoutes

const typedOf = ({ name, scopes, network, expiresAt, agentId, departmentIds, isActive }: ApiKey): Typed => ({ name, scopes, network: network ?? '', expires: lastDayOf(expiresAt), agentId, departmentIds: departmentIds ?? [], isActive })

function read (typed: Body): Typed {
  return {
    name: typedText(typed, 'name'), scopes: [typed.scopes ?? []].flat(), network: typedText(typed, 'network'), expires: typedText(typed, 'expires').trim(),
    agentId: typedNumber(typed, 'agentId') || null, departmentIds: [typed.departmentIds ?? []].flat().map(Number).filter(Number.isInteger), isActive: true
  }
}

/** @throws InvalidFields */
const formOf = ({ expires, ...form }: Typed, now: Date): ApiKeyForm => ({ ...form, expiresAt: readLastDay(expires, now) })

const exampleOf = (baseUrl: string, key: string): string =>
  `curl -H 'X-API-Key: ${key}' ${baseUrl}/api/tickets.json -d '{"name": "Maria", "email": "maria@example.org", "subject": "It works", "message": "A first request"}'`

function presentList ({ t, format, ctx }: FastifyRequest, keys: ApiKey[], agents: AgentChoice[]): AdminListView {
  const nameOf = (id: number | null): string => agents.find(agent => agent.id === id)?.name ?? '–'
  const stateOf = ({ isActive, expiresAt }: ApiKey): string => !isActive ? t('accounts.api.off') : expiresAt !== null && expiresAt <= ctx.clock.now() ? t('accounts.api.expired') : ''
  return {
    lead: t('accounts.api.lead'),
    add: { href: '/admin/api-keys/new', label: t('accounts.api.new') },
    columns: [t('accounts.api.name'), t('accounts.api.scopes'), t('accounts.api.agent'), t('accounts.api.column.from'), t('accounts.api.column.used')],
    rows: keys.map(key => ({
      isOff: stateOf(key) !== '',
      cells: [
        { text: key.name, href: `/admin/api-keys/${key.id}`, note: [`${key.begins}…`, key.isPersonal ? t('accounts.api.personal') : '', stateOf(key)].filter(Boolean).join(' · ') },
        { text: key.scopes.map(scope => t(`accounts.api.scope.${scope}`)).join(', ') },
        { text: nameOf(key.agentId) },
        { text: key.network ?? t('accounts.api.everywhere') },
        { text: key.lastUsedAt === null ? t('accounts.api.never') : format.dateTime(key.lastUsedAt) }
      ]
    })),
    emptyText: t('accounts.api.none')
  }
}

async function showForm ({ t, ctx }: FastifyRequest, reply: FastifyReply, id: number | null, form: Typed, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const [agents, departments] = await Promise.all([listAgentChoices(ctx.db.read), listDepartmentChoices(ctx.db.read)])
  const options = (choices: AgentChoice[]) => choices.map(({ id, name }) => ({ value: id, label: name }))
  return reply.page('admin/form', {
    title: id === null ? t('accounts.api.new') : form.name || t('accounts.api.title'),
    lead: t('accounts.api.form_lead'),
    back: { href: '/admin/api-keys', label: t('accounts.api.title') },
    action: id === null ? '/admin/api-keys' : `/admin/api-keys/${id}`,
    version,
    problems: problems.list,
    effects: [],
    save: t(id === null ? 'accounts.api.make' : 'accounts.api.save'),
    acts: id === null ? [] : [{ action: `/admin/api-keys/${id}/switches`, label: t(form.isActive ? 'accounts.api.take_out' : 'accounts.api.take_in') }],
    sections: [{
      title: null,
      fields: [
        { name: 'name', label: t('accounts.api.name'), hint: t('accounts.api.name_hint'), value: form.name, error: problems.of.name, maxlength: 120 },
        { name: 'scopes', label: t('accounts.api.scopes'), type: 'checkboxes', value: form.scopes, error: problems.of.scopes, options: apiScopes.map(scope => ({ value: scope, label: t(`accounts.api.scope.${scope}`) })) },
        { name: 'agentId', label: t('accounts.api.agent'), hint: t('accounts.api.agent_hint'), type: 'select', value: form.agentId ?? '', error: problems.of.agentId, options: [{ value: '', label: t('accounts.api.nobody') }, ...options(agents)] },
        { name: 'departmentIds', label: t('accounts.api.departments'), hint: t('accounts.api.departments_hint'), type: 'checkboxes', value: form.departmentIds ?? [], error: problems.of.departmentIds, options: options(departments) },
        { name: 'network', label: t('accounts.api.network'), hint: t('accounts.api.network_hint'), optional: true, width: 'mid', value: form.network, error: problems.of.network, maxlength: 60 },
        { name: 'expires', label: t('accounts.api.expires'), hint: t('accounts.api.expires_hint'), optional: true, width: 'short', value: form.expires, error: problems.of.expires, maxlength: 10 }
      ]
    }]
  })
}
