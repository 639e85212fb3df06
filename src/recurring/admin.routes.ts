import { randomUUID } from 'node:crypto'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { FieldChecks } from '../platform/field-checks.js'
import { typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { agentOf } from '../plugins/desk-reading.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { checkRecurrence } from './check-recurrence.js'
import { openPlanNow } from './commands/open-plan-now.js'
import { addPlan, editPlan, removePlan, type PlanValues } from './commands/save-plan.js'
import { findHoursOfTopic } from './department-hours.queries.js'
import { occurrencesAfter } from './occurrences.js'
import { findPlanChoices } from './plan-choices.queries.js'
import { readPlan, type Typed } from './plan-form.admin.routes.js'
import { presentPlanForm, type PlanFormView } from './plan-form.presenter.js'
import { presentPlans, presentRuns } from './plan.presenter.js'
import { findPlan, listPlanRuns, listPlans } from './plan.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'admin/recurring/plan': { form: PlanFormView, problems: Problems['list'] } }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 200 })]))
const shownDates = 5
const shownRuns = 20

/** Tickets that open by themselves, mounted at /admin. */
const recurringAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/recurring', async ({ t, format, locale, ctx }, reply) => reply.page('admin/list', { title: t('recurring.title'), ...presentPlans(await listPlans(ctx.db.read), locale, t, format) }))
  app.get('/recurring/new', async (request, reply) => showPlan(request, reply, null, await blank(request), 0))
  app.get('/recurring/:id', { schema: { params } }, async (request, reply) => {
    const plan = await findPlan(request.ctx.db.read, request.params.id)
    return showPlan(request, reply, plan.id, plan, plan.version)
  })

  app.post('/recurring', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/recurring/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/recurring/:id/tickets', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const plan = await findPlan(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      const { number } = await openPlanNow(ctx, { planId: id, key: typedText(request.body, 'key') || randomUUID() })
      return reply.flash({ kind: 'good', key: 'tickets.new.opened', values: { number } }).redirect(`/admin/recurring/${id}`, 303)
    }, async problems => showPlan(request, reply, id, plan, plan.version, problems))
  })

  app.post('/recurring/:id/removals', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const plan = await findPlan(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await removePlan(ctx, id, typedNumber(request.body, 'version'))
      return reply.flash({ kind: 'good', key: 'recurring.removed', values: { name: plan.name } }).redirect('/admin/recurring', 303)
    }, async problems => showPlan(request, reply, id, plan, plan.version, problems))
  })
}

export default recurringAdminRoutes

/** Saves when “save” was pressed; “look” shows what the topic asks and the next dates, and saves nothing. */
async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Typed): Promise<FastifyReply> {
  const values = readPlan(typed)
  const version = typedNumber(typed, 'version') || 0
  if (typedText(typed, 'act') === 'look') return showPlan(request, reply, id, values, version)

  return actOrShowAgain(reply, async () => {
    await (id === null ? addPlan(request.ctx, values) : editPlan(request.ctx, id, values, version))
    return reply.flash({ kind: 'good', key: 'recurring.saved' }).redirect('/admin/recurring', 303)
  }, async problems => showPlan(request, reply, id, values, version, problems))
}

async function showPlan (request: FastifyRequest, reply: FastifyReply, id: number | null, values: PlanValues, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, format, locale, ctx: { db: { read } } } = request
  const [choices, runs, plan] = await Promise.all([findPlanChoices(read, values.template.topicId), id === null ? [] : listPlanRuns(read, id, shownRuns), id === null ? null : findPlan(read, id)])
  const halted = plan?.haltedBecause ?? null
  return reply.page('admin/recurring/plan', {
    title: id === null ? t('recurring.new') : values.name || t('recurring.title'),
    problems: problems.list,
    form: {
      action: id === null ? '/admin/recurring' : `/admin/recurring/${id}`,
      isNew: id === null,
      version,
      key: randomUUID(),
      notice: halted === null ? null : t('recurring.halted_why', { why: t(halted.key, halted.values) }),
      runs: presentRuns(runs, agentOf(request), t, format),
      ...presentPlanForm(values, choices, await nextDates(request, values), problems.of, locale, t)
    }
  })
}

/** When tickets would open, as long as that can be said. */
async function nextDates ({ ctx: { db, clock } }: FastifyRequest, { recurrence, template }: PlanValues): Promise<Date[]> {
  const checks = new FieldChecks()
  checkRecurrence(checks, recurrence)
  return checks.hasProblems ? [] : occurrencesAfter(recurrence, await findHoursOfTopic(db.read, template.topicId), clock.now(), shownDates).map(({ at }) => at)
}

/** Every first Monday at eight, from today, in the house’s own zone. */
async function blank (request: FastifyRequest): Promise<PlanValues> {
  const { server, format, ctx } = request
  const { timeZone } = await server.organisation()
  const { topics } = await findPlanChoices(ctx.db.read, 0)
  const { name, email } = agentOf(request)
  return {
    name: '', isActive: true,
    recurrence: { kind: 'monthly_weekday', every: 1, weekdays: [], monthDay: 1, rank: 1, weekday: 'mon', time: '08:00', timeZone, from: format.day(ctx.clock.now()), until: null, count: null, closedDays: 'keep' },
    template: { topicId: topics[0]?.id ?? 0, requesterName: name, requesterEmail: email, tellsRequester: false, subject: '', text: '', answers: {}, priority: null, agentId: null, teamId: null, tags: [], tasks: [] }
  }
}
