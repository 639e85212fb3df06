import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Department } from '../departments/department.entity.js'
import { findDepartment } from '../departments/department.queries.js'
import { isTicked, typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { previewChoice } from './choose-agent.js'
import { saveDepartmentRouting, type DepartmentRoutingForm } from './commands/save-department-routing.js'
import { mostSteps, readStep, writeStep } from './fallback-text.js'
import { findStepNames, listFallbackChoices } from './routing-pages.queries.js'
import { describeStep, presentPreview } from './way.presenter.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 50 })]))
const places = Array.from({ length: mostSteps }, (_, place) => `fallback${place + 1}`)

/** Who is asked before and after a department's strategy, mounted at /admin. */
const departmentRoutingRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/routing/departments/:id', { schema: { params } }, async (request, reply) => {
    const department = await findDepartment(request.ctx.db.read, request.params.id)
    const { prefersAccountManager, prefersLastAgent, fallback } = department
    return showForm(request, reply, department, { prefersAccountManager, prefersLastAgent, fallback: (fallback ?? []).map(writeStep) }, department.version)
  })

  app.post('/routing/departments/:id', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id }, body: typed } = request
    const department = await findDepartment(ctx.db.read, id)
    const form = { prefersAccountManager: isTicked(typed, 'prefersAccountManager'), prefersLastAgent: isTicked(typed, 'prefersLastAgent'), fallback: places.map(place => typedText(typed, place)) }
    const version = typedNumber(typed, 'version') || 0
    return actOrShowAgain(reply, async () => {
      await saveDepartmentRouting(ctx, id, form, version)
      return reply.flash({ kind: 'good', key: 'routing.saved' }).redirect(`/admin/routing/departments/${id}`, 303)
    }, async problems => showForm(request, reply, department, form, version, problems))
  })
}

export default departmentRoutingRoutes

async function showForm (request: FastifyRequest, reply: FastifyReply, { id, name, strategy }: Department, form: DepartmentRoutingForm, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, format, ctx } = request
  const options = await stepOptions(request, id, form.fallback)
  return reply.page('admin/form', {
    title: t('routing.department.title', { name }),
    lead: t(strategy === 'manual' ? 'routing.department.lead_manual' : 'routing.department.lead', { way: t(`departments.strategy.${strategy}`) }),
    back: { href: '/admin/routing', label: t('routing.title') },
    action: `/admin/routing/departments/${id}`,
    version,
    problems: problems.list,
    effects: [t('routing.effect')],
    effectLink: { href: `/admin/departments/${id}`, label: t('routing.department.link') },
    explained: presentPreview(await previewChoice(ctx, ctx.db.read, { departmentId: id, teamId: null }), t, format),
    save: t('routing.save'),
    acts: [],
    sections: [
      {
        title: t('routing.section_before'),
        fields: [
          { name: 'prefersAccountManager', label: t('routing.prefersAccountManager'), hint: t('routing.prefersAccountManager_hint'), type: 'checkbox', checked: form.prefersAccountManager },
          { name: 'prefersLastAgent', label: t('routing.prefersLastAgent'), hint: t('routing.prefersLastAgent_hint'), type: 'checkbox', checked: form.prefersLastAgent }
        ]
      },
      {
        title: t('routing.section_after'),
        lead: t('routing.section_after_lead'),
        fields: places.map((field, place) => ({ name: field, label: t('routing.step_number', { number: place + 1 }), type: 'select' as const, width: 'mid' as const, value: form.fallback[place] ?? '', error: problems.of[field], options }))
      }
    ]
  })
}

/** Every step that can be chosen, and those that stand in the form and no longer can: their names say so when it is saved. */
async function stepOptions ({ t, ctx }: FastifyRequest, departmentId: number, typed: readonly string[]): Promise<Array<{ value: string, label: string }>> {
  const { teams, agents } = await listFallbackChoices(ctx.db.read, departmentId)
  const offered = [
    ...(['everybody', 'manager', 'pool'] as const).map(kind => ({ value: kind, label: t(`routing.choice.${kind}`) })),
    ...teams.map(({ id, name }) => ({ value: `team:${id}`, label: t('routing.choice.team', { name }) })),
    ...agents.map(({ id, name }) => ({ value: `agent:${id}`, label: name }))
  ]
  const former = typed.map(readStep).filter(step => step !== null).filter(step => !offered.some(({ value }) => value === writeStep(step)))
  const names = await findStepNames(ctx.db.read, former)
  return [{ value: '', label: t('routing.choice.none') }, ...offered, ...former.map(step => ({ value: writeStep(step), label: describeStep(step, names, t) }))]
}
