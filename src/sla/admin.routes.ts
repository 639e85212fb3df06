import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findCompaniesByName } from '../companies/company-by-name.queries.js'
import { typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { FieldChecks } from '../platform/field-checks.js'
import { actOrShowAgain } from '../plugins/form-problems.js'
import { checkSteps } from './check-steps.js'
import { movePolicy, switchPolicy } from './commands/arrange-policies.js'
import { checkTargets, savePolicy, type PolicyForm } from './commands/save-policy.js'
import { readForm, showForm, type Body } from './policy-form.admin.routes.js'
import { neverReachedWords, presentPolicies } from './policy-list.admin.routes.js'
import { listPolicies } from './policy-list.queries.js'
import { listNeverReached } from './reach.queries.js'
import { findPolicy } from './sla.queries.js'
import { findStepChoices, listChosenCompanies } from './step-choices.queries.js'
import { changeSteps } from './step-form.js'
import { standardStep } from './step.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))

const usual = { first_response: 240, next_response: 240, resolution: 1440 }
const blank: PolicyForm = { name: '', departmentIds: [], topicIds: [], companyIds: [], priorities: [], scheduleId: null, aroundTheClock: false, pausesOnHold: true, steps: [standardStep], targets: { 1: usual, 2: usual, 3: usual, 4: usual } }

/** What is promised to whom, mounted at /admin. */
const slaAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/sla', async (request, reply) => {
    const { t, ctx: { db: { read } } } = request
    return reply.page('admin/list', presentPolicies(await listPolicies(read), await listNeverReached(read), t))
  })

  app.get('/sla/new', async (request, reply) => showForm(request, reply, null, blank, 0))
  app.get('/sla/:id', { schema: { params } }, async (request, reply) => {
    const policy = await findPolicy(request.ctx.db.read, request.params.id)
    return showForm(request, reply, policy.id, policy, policy.version)
  })
  app.post('/sla', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/sla/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/sla/previews', { schema: { body } }, async (request, reply) => preview(request, reply, null, request.body))
  app.post('/sla/:id/previews', { schema: { params, body } }, async (request, reply) => preview(request, reply, request.params.id, request.body))

  app.post('/sla/:id/moves', { schema: { params, body } }, async (request, reply) => {
    await movePolicy(request.ctx, { id: request.params.id, direction: typedText(request.body, 'direction') === 'up' ? 'up' : 'down' })
    return reply.redirect('/admin/sla', 303)
  })
  app.post('/sla/:id/switches', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const policy = await findPolicy(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await switchPolicy(ctx, { id, version: typedNumber(request.body, 'version'), isActive: !policy.isActive })
      return reply.flash({ kind: 'good', key: 'sla.saved' }).redirect('/admin/sla', 303)
    }, async problems => showForm(request, reply, id, policy, policy.version, problems))
  })
}

export default slaAdminRoutes

/** Saves when “save” was pressed; a button of the steps changes the page and saves nothing. */
async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const { ctx, t } = request
  const { texts, companyNames = '', cameAt, previewPriority, ...form } = readForm(typed)
  const version = typedNumber(typed, 'version') || 0
  const act = typedText(typed, 'act')
  if (act !== '') return showForm(request, reply, id, { ...form, steps: changeSteps(form.steps, act, typed), texts, companyNames, cameAt, previewPriority }, version)

  return actOrShowAgain(reply, async () => {
    const known = id === null ? [] : await listChosenCompanies(ctx.db.read, (await findPolicy(ctx.db.read, id)).companyIds)
    const companyIds = await findCompaniesByName(ctx.db.read, companyNames, 'companyIds', known)
    const policy = await savePolicy(ctx, id, { ...form, companyIds }, version)
    const never = (await listNeverReached(ctx.db.read)).get(policy.id)
    if (never !== undefined) return reply.flash({ kind: 'bad', key: 'sla.saved_never', values: { why: neverReachedWords(never, t) } }).redirect('/admin/sla', 303)
    return reply.flash({ kind: 'good', key: 'sla.saved' }).redirect('/admin/sla', 303)
  }, async problems => showForm(request, reply, id, { ...form, texts, companyNames, cameAt, previewPriority }, version, problems))
}

/** The form as it was typed, with what it would mean. Nothing is saved. */
async function preview (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form = readForm(typed)
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    const checks = new FieldChecks()
    checkTargets(checks, form.targets)
    checkSteps(checks, form.steps, form.targets, await findStepChoices(request.ctx.db.read))
    checks.refuse()
    return showForm(request, reply, id, form, version)
  }, async problems => showForm(request, reply, id, form, version, problems))
}
