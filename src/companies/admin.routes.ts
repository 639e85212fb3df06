import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { listAgentChoices } from '../accounts/agent-choices.queries.js'
import { isTicked, typedId, typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { archiveCompany, restoreCompany } from './commands/archive-company.js'
import { saveCompany, type CompanyForm } from './commands/save-company.js'
import { countCap, countCompanies, listCompanies } from './company-list.queries.js'
import { listPath, presentCompanies, presentCompanyForm } from './company.presenter.js'
import { findAgentChoice, findCompany } from './company.queries.js'
import { readNameCursor } from './name-order.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
const listSchema = { querystring: Type.Object({ q: Type.String({ default: '', maxLength: 200 }), after: Type.String({ default: '', maxLength: 300 }) }) }
type Body = Record<string, string | string[]>

const blank: CompanyForm = { name: '', domains: [], note: '', accountManagerId: null, colleaguesSee: false }

/** The firms, faculties and offices that people belong to, mounted at /admin. */
const companyAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('people'))

  app.get('/companies', { schema: listSchema }, async ({ t, format, ctx, query: { q, after } }, reply) => {
    const words = q.trim()
    const { companies, next } = await listCompanies(ctx.db.read, { words, after: readNameCursor(after) })
    const counts = await countCompanies(ctx.db.read, companies.map(({ id }) => id))
    return reply.page('admin/list', {
      title: t('companies.title'),
      lead: t('companies.lead'),
      add: { href: '/admin/companies/new', label: t('companies.new') },
      search: { action: '/admin/companies', label: t('companies.search'), value: q },
      columns: [t('companies.name'), t('companies.domains'), t('companies.manager'), t('companies.members'), t('departments.open')],
      rows: presentCompanies(companies, counts, countCap, t, format),
      emptyText: words === '' ? t('companies.none') : t('companies.none_found', { words }),
      firstPath: after === '' ? null : listPath('/admin/companies', { q: words }),
      nextPath: next === null ? null : listPath('/admin/companies', { q: words }, next)
    })
  })

  app.get('/companies/new', async (request, reply) => showForm(request, reply, { id: null, form: blank, version: 0, isActive: true }))
  app.get('/companies/:id', { schema: { params } }, async (request, reply) => showCompany(request, reply, request.params.id))
  app.post('/companies', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/companies/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/companies/:id/switches', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const { company } = await findCompany(ctx.db.read, id)
    const change = { id, version: typedNumber(request.body, 'version') }
    return actOrShowAgain(reply, async () => {
      if (company.isActive) await archiveCompany(ctx, change)
      else await restoreCompany(ctx, change)
      return reply.flash({ kind: 'good', key: company.isActive ? 'companies.archived' : 'companies.restored', values: { name: company.name } }).redirect('/admin/companies', 303)
    }, async problems => showCompany(request, reply, id, problems))
  })
}

export default companyAdminRoutes

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form: CompanyForm = {
    name: typedText(typed, 'name'), domains: typedText(typed, 'domains').split(/[\s,;]+/).filter(Boolean), note: typedText(typed, 'note'),
    accountManagerId: typedId(typed, 'accountManagerId'), colleaguesSee: isTicked(typed, 'colleaguesSee')
  }
  const version = typedNumber(typed, 'version') || 0
  const isActive = id === null || (await findCompany(request.ctx.db.read, id)).company.isActive
  return actOrShowAgain(reply, async () => {
    const { name } = await saveCompany(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'companies.saved', values: { name } }).redirect('/admin/companies', 303)
  }, async problems => showForm(request, reply, { id, form, version, isActive }, problems))
}

async function showCompany (request: FastifyRequest, reply: FastifyReply, id: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { company, domains } = await findCompany(request.ctx.db.read, id)
  return showForm(request, reply, { id, form: { ...company, domains }, version: company.version, isActive: company.isActive }, problems)
}

interface Shown { id: number | null, form: CompanyForm, version: number, isActive: boolean }

async function showForm ({ t, format, ctx: { db: { read } } }: FastifyRequest, reply: FastifyReply, shown: Shown, problems: Problems = noProblems): Promise<FastifyReply> {
  const { id, form } = shown
  const manager = form.accountManagerId === null ? null : await findAgentChoice(read, form.accountManagerId)
  const counts = id === null ? undefined : (await countCompanies(read, [id])).get(id)
  return reply.page('admin/form', {
    title: id === null ? t('companies.new') : form.name || t('companies.title'),
    ...presentCompanyForm({ ...shown, managers: await listAgentChoices(read), leftManager: manager === null || manager.isActive ? null : manager.name, counts, problems }, countCap, t, format)
  })
}
