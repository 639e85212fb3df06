import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { listDepartments } from '../departments/department.queries.js'
import { FieldChecks } from '../platform/field-checks.js'
import { isTicked, typedId, typedIds, typedNumber, typedText, type AdminDuePreview, type AdminField } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { listSchedules } from '../schedules/schedule.queries.js'
import { movePolicy, switchPolicy } from './commands/arrange-policies.js'
import { checkTargets, savePolicy, type PolicyForm } from './commands/save-policy.js'
import { countTicketsUnder, listPolicies } from './policy-list.queries.js'
import { presentDuePreview } from './due-preview.presenter.js'
import { findPreview } from './preview.queries.js'
import { targetKinds, type TargetMinutes } from './target-kind.js'
import { findPolicy } from './sla.queries.js'
import { minutesADay, readTarget, writeTarget } from './target-text.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
type Body = Record<string, string | string[]>
type Typed = PolicyForm & { isActive?: boolean, texts?: Record<string, string>, cameAt?: string, previewPriority?: number }

const priorities = [4, 3, 2, 1] as const
const usual = { first_response: 240, next_response: 240, resolution: 1440 }
const blank: PolicyForm = { name: '', departmentIds: [], topicIds: [], scheduleId: null, aroundTheClock: false, pausesOnHold: true, warnAtPercent: 75, targets: { 1: usual, 2: usual, 3: usual, 4: usual } }

/** What is promised to whom, mounted at /admin. */
const slaAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/sla', async (request, reply) => {
    const { t, ctx } = request
    const policies = await listPolicies(ctx.db.read)
    return reply.page('admin/list', {
      title: t('sla.title'),
      lead: t('sla.lead'),
      add: { href: '/admin/sla/new', label: t('sla.new') },
      columns: [t('sla.name'), t('sla.for'), t('sla.hours'), t('sla.normal')],
      rows: policies.map(({ policy, departments, topics, scheduleName }) => ({
        isOff: !policy.isActive,
        cells: [
          { text: policy.name, href: `/admin/sla/${policy.id}`, note: policy.isActive ? '' : t('departments.archived') },
          { text: [...departments, ...topics].join(', ') || t('sla.everybody') },
          { text: policy.aroundTheClock ? t('sla.around_the_clock') : scheduleName ?? t('sla.department_hours') },
          { text: targetKinds.map(kind => `${t(`tickets.clock.${kind}`)} ${writeTarget(policy.targets[2][kind], minutesADay(policy), { days: days => t('sla.days', { days }) }) || '–'}`).join(' · ') }
        ],
        moves: { action: `/admin/sla/${policy.id}/moves`, up: t('admin.up'), down: t('admin.down') }
      })),
      emptyText: t('sla.none')
    })
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

const fieldOf = (priority: number, kind: string): string => `targets.${priority}.${kind}`

function read (typed: Body): Typed {
  const aroundTheClock = isTicked(typed, 'aroundTheClock')
  const texts: Record<string, string> = {}
  const targets = Object.fromEntries(priorities.map(priority => [priority, Object.fromEntries(targetKinds.map(kind => {
    const name = fieldOf(priority, kind)
    texts[name] = typedText(typed, name)
    return [kind, readTarget(texts[name], minutesADay({ aroundTheClock }))]
  }))])) as TargetMinutes
  return {
    name: typedText(typed, 'name'), departmentIds: typedIds(typed, 'departmentIds'), topicIds: typedIds(typed, 'topicIds'), scheduleId: typedId(typed, 'scheduleId'), aroundTheClock, targets,
    pausesOnHold: isTicked(typed, 'pausesOnHold'), warnAtPercent: typedNumber(typed, 'warnAtPercent'), texts, cameAt: typedText(typed, 'cameAt'), previewPriority: typedNumber(typed, 'previewPriority')
  }
}

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const { texts, cameAt, previewPriority, ...form } = read(typed)
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    await savePolicy(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'sla.saved' }).redirect('/admin/sla', 303)
  }, async problems => showForm(request, reply, id, { ...form, texts, cameAt, previewPriority }, version, problems))
}

/** The form as it was typed, with what it would mean. Nothing is saved. */
async function preview (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form = read(typed)
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    const checks = new FieldChecks()
    checkTargets(checks, form.targets)
    checks.refuse()
    return showForm(request, reply, id, form, version)
  }, async problems => showForm(request, reply, id, form, version, problems))
}

async function presentPreview ({ t, locale, ctx }: FastifyRequest, id: number | null, form: Typed): Promise<AdminDuePreview> {
  const priority = priorities.find(each => each === form.previewPriority) ?? 2
  const preview = await findPreview(ctx.db.read, form, priority, form.cameAt ?? '', ctx.clock.now())
  return {
    action: id === null ? '/admin/sla/previews#preview' : `/admin/sla/${id}/previews#preview`,
    priority,
    priorities: priorities.map(value => ({ value, label: t(`tickets.priority.${value}`) })),
    ...presentDuePreview(preview, { t, locale })
  }
}

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: Typed, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, format, ctx } = request
  const [departments, schedules, topics, tickets] = await Promise.all([
    listDepartments(ctx.db.read), listSchedules(ctx.db.read), ctx.db.read.query('SELECT id, name FROM topics WHERE is_active = 1 ORDER BY position') as Promise<Array<{ id: number, name: string }>>, id === null ? 0 : countTicketsUnder(ctx.db.read, id)
  ])
  const days = { days: (count: number) => t('sla.days', { days: count }) }
  const target = (priority: 1 | 2 | 3 | 4): AdminField[] => targetKinds.map(kind => ({
    name: fieldOf(priority, kind), label: t(`tickets.clock.${kind}`), width: 'short', error: problems.of[fieldOf(priority, kind)],
    value: form.texts?.[fieldOf(priority, kind)] ?? writeTarget(form.targets[priority][kind], minutesADay(form), days)
  }))

  return reply.page('admin/form', {
    title: id === null ? t('sla.new') : form.name || t('sla.title'),
    lead: t('sla.form_lead'),
    back: { href: '/admin/sla', label: t('sla.title') },
    action: id === null ? '/admin/sla' : `/admin/sla/${id}`,
    version,
    problems: problems.list,
    effects: id === null ? [] : [t('sla.effect', { count: tickets, shown: format.capped(tickets, 1000) })],
    preview: problems.list.length > 0 ? null : await presentPreview(request, id, form),
    save: t('sla.save'),
    acts: id === null ? [] : [{ action: `/admin/sla/${id}/switches`, label: t(form.isActive === false ? 'departments.restore' : 'departments.archive') }],
    sections: [
      { title: null, fields: [{ name: 'name', label: t('sla.name'), value: form.name, error: problems.of.name, maxlength: 120 }] },
      {
        title: t('sla.targets'),
        grid: {
          corner: t('tickets.show.priority'), columns: targetKinds.map(kind => t(`tickets.clock.${kind}`)), hint: t('sla.targets_hint'),
          rows: priorities.map(priority => ({ label: t(`tickets.priority.${priority}`), fields: target(priority), ...(priority > 2 && { flag: priority === 4 ? 'priority priority-urgent' : 'priority' }) }))
        },
        fields: []
      },
      {
        title: t('sla.when'),
        fields: [
          { name: 'aroundTheClock', label: t('sla.around_the_clock'), type: 'checkbox', checked: form.aroundTheClock },
          { name: 'scheduleId', label: t('sla.hours'), type: 'select', width: 'mid', value: form.scheduleId ?? '', error: problems.of.scheduleId, options: [{ value: '', label: t('sla.department_hours') }, ...schedules.map(({ id: value, name: label }) => ({ value, label }))] },
          { name: 'pausesOnHold', label: t('sla.pauses'), hint: t('sla.pauses_hint'), type: 'checkbox', checked: form.pausesOnHold },
          { name: 'warnAtPercent', label: t('sla.warn'), hint: t('sla.warn_hint'), type: 'number', width: 'short', value: Number.isNaN(form.warnAtPercent) ? '' : form.warnAtPercent, error: problems.of.warnAtPercent }
        ]
      },
      {
        title: t('sla.whom'),
        isRow: true,
        fields: [
          { name: 'departmentIds', label: t('sla.departments'), hint: t('sla.none_means_all'), type: 'checkboxes', value: form.departmentIds, error: problems.of.departmentIds, options: departments.map(({ id: value, name: label }) => ({ value, label })) },
          { name: 'topicIds', label: t('sla.topics'), hint: t('sla.none_means_all'), type: 'checkboxes', value: form.topicIds, error: problems.of.topicIds, options: topics.map(({ id: value, name: label }) => ({ value, label })) }
        ]
      }
    ]
  })
}
