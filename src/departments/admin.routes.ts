import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { listAgentChoices } from '../accounts/agent-choices.queries.js'
import { isTicked, typedId, typedNumber, typedText, type AdminField } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { archiveDepartment, restoreDepartment } from './commands/archive-department.js'
import { saveDepartment, type DepartmentForm } from './commands/save-department.js'
import { closurePolicies, strategies, type ClosurePolicy, type Strategy } from './choices.js'
import { countOpenTickets, findDepartment, listDepartmentMembers, listDepartments, listScheduleChoices } from './department.queries.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
type Body = Record<string, string | string[]>

const blank: DepartmentForm = {
  name: '', description: '', mailAddress: '', mailName: '', managerId: null, scheduleId: null, closurePolicy: 'requester_confirms', graceDays: 5, reminderDays: 2,
  followsUp: true, followUpDays: 3, reopenDays: 30, strategy: 'manual', returnMinutes: 0, returnsByHand: true, showsPromise: true, takesCopies: false
}

/** The parts of the organisation that own tickets, mounted at /admin. */
const departmentAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/departments', async (request, reply) => {
    const { t, format, ctx } = request
    const departments = await listDepartments(ctx.db.read)
    return reply.page('admin/list', {
      title: t('departments.title'),
      lead: t('departments.lead'),
      add: { href: '/admin/departments/new', label: t('departments.new') },
      columns: [t('departments.name'), t('departments.agents'), t('departments.topics'), t('departments.open'), t('departments.strategy'), t('departments.closure')],
      rows: departments.map(({ id, name, description, isActive, agents, topics, openTickets, strategy, closurePolicy }) => ({
        isOff: !isActive,
        cells: [
          { text: name, href: `/admin/departments/${id}`, note: isActive ? description : t('departments.archived') }, { text: format.number(agents) }, { text: format.number(topics) },
          { text: format.capped(openTickets, 1000) }, { text: t(`departments.strategy.${strategy}`) }, { text: t(`departments.closure.${closurePolicy}`) }
        ]
      })),
      emptyText: t('departments.none')
    })
  })

  app.get('/departments/new', async (request, reply) => showForm(request, reply, null, blank, 0))
  app.get('/departments/:id', { schema: { params } }, async (request, reply) => {
    const department = await findDepartment(request.ctx.db.read, request.params.id)
    return showForm(request, reply, department.id, { ...department, mailAddress: department.mailAddress ?? '', mailName: department.mailName ?? '' }, department.version)
  })

  app.post('/departments', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/departments/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/departments/:id/switches', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const change = { id, version: typedNumber(request.body, 'version') }
    const department = await findDepartment(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      if (department.isActive) await archiveDepartment(ctx, change)
      else await restoreDepartment(ctx, change)
      return reply.flash({ kind: 'good', key: 'departments.saved' }).redirect('/admin/departments', 303)
    }, async problems => showForm(request, reply, id, { ...department, mailAddress: department.mailAddress ?? '', mailName: department.mailName ?? '' }, department.version, problems))
  })
}

export default departmentAdminRoutes

function read (typed: Body): DepartmentForm {
  return {
    name: typedText(typed, 'name'),
    description: typedText(typed, 'description'),
    mailAddress: typedText(typed, 'mailAddress'),
    mailName: typedText(typed, 'mailName'),
    managerId: typedId(typed, 'managerId'),
    scheduleId: typedId(typed, 'scheduleId'),
    closurePolicy: typedText(typed, 'closurePolicy') as ClosurePolicy,
    graceDays: typedNumber(typed, 'graceDays'),
    reminderDays: typedNumber(typed, 'reminderDays'),
    followsUp: isTicked(typed, 'followsUp'),
    followUpDays: typedNumber(typed, 'followUpDays'),
    reopenDays: typedNumber(typed, 'reopenDays'),
    strategy: typedText(typed, 'strategy') as Strategy,
    returnMinutes: typedText(typed, 'returnMinutes') === '' ? 0 : typedNumber(typed, 'returnMinutes'),
    returnsByHand: isTicked(typed, 'returnsByHand'),
    showsPromise: isTicked(typed, 'showsPromise'),
    takesCopies: isTicked(typed, 'takesCopies')
  }
}

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form = read(typed)
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    await saveDepartment(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'departments.saved' }).redirect('/admin/departments', 303)
  }, async problems => showForm(request, reply, id, form, version, problems))
}

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: DepartmentForm & { isActive?: boolean }, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, ctx } = request
  const [agents, schedules, effects] = await Promise.all([listAgentChoices(ctx.db.read), listScheduleChoices(ctx.db.read), id === null ? [] : effectsOf(request, id)])
  const number = (name: 'graceDays' | 'reminderDays' | 'followUpDays' | 'reopenDays' | 'returnMinutes'): AdminField =>
    ({ name, label: t(`departments.${name}`), hint: t(`departments.${name}_hint`), type: 'number', width: 'short', value: Number.isNaN(form[name]) ? '' : form[name], error: problems.of[name] })

  return reply.page('admin/form', {
    title: id === null ? t('departments.new') : form.name || t('departments.title'),
    lead: t('departments.form_lead'),
    back: { href: '/admin/departments', label: t('departments.title') },
    action: id === null ? '/admin/departments' : `/admin/departments/${id}`,
    version,
    problems: problems.list,
    effects,
    ...(id !== null && { effectLink: { href: `/admin/routing/departments/${id}`, label: t('routing.link') } }),
    save: t('departments.save'),
    acts: id === null ? [] : [{ action: `/admin/departments/${id}/switches`, label: t(form.isActive === false ? 'departments.restore' : 'departments.archive') }],
    sections: [
      {
        title: null,
        fields: [
          { name: 'name', label: t('departments.name'), value: form.name, error: problems.of.name, maxlength: 120 },
          { name: 'description', label: t('departments.description'), value: form.description, error: problems.of.description, optional: true, maxlength: 255 },
          { name: 'managerId', label: t('departments.manager'), hint: t('departments.manager_hint'), type: 'select', width: 'mid', value: form.managerId ?? '', error: problems.of.managerId, options: [{ value: '', label: t('departments.nobody') }, ...agents.map(agent => ({ value: agent.id, label: agent.name }))] },
          { name: 'scheduleId', label: t('departments.schedule'), hint: t('departments.schedule_hint'), type: 'select', width: 'mid', value: form.scheduleId ?? '', error: problems.of.scheduleId, options: [{ value: '', label: t('departments.default_schedule') }, ...schedules.map(schedule => ({ value: schedule.id, label: schedule.name }))] }
        ]
      },
      {
        title: t('departments.section_mail'),
        fields: [
          { name: 'mailAddress', label: t('departments.mailAddress'), hint: t('departments.mailAddress_hint'), type: 'email', value: form.mailAddress, error: problems.of.mailAddress, optional: true },
          { name: 'mailName', label: t('departments.mailName'), value: form.mailName, error: problems.of.mailName, optional: true, maxlength: 120 },
          { name: 'takesCopies', label: t('departments.takesCopies'), hint: t('departments.takesCopies_hint'), type: 'checkbox', checked: form.takesCopies }
        ]
      },
      {
        title: t('departments.section_assign'),
        fields: [
          { name: 'strategy', label: t('departments.strategy'), hint: t('routing.order'), type: 'radio', boxed: true, value: form.strategy, error: problems.of.strategy, options: strategies.map(value => ({ value, label: t(`departments.strategy.${value}`), hint: t(`departments.strategy_hint.${value}`) })) },
          number('returnMinutes'),
          { name: 'returnsByHand', label: t('departments.returnsByHand'), hint: t('departments.returnsByHand_hint'), type: 'checkbox', checked: form.returnsByHand }
        ]
      },
      {
        title: t('departments.section_close'),
        fields: [
          { name: 'closurePolicy', label: t('departments.closure'), type: 'radio', boxed: true, value: form.closurePolicy, error: problems.of.closurePolicy, options: closurePolicies.map(value => ({ value, label: t(`departments.closure.${value}`), hint: t(`departments.closure_hint.${value}`) })) },
          number('graceDays'), number('reminderDays'), number('reopenDays'),
          { name: 'followsUp', label: t('departments.followsUp'), hint: t('departments.followsUp_hint'), type: 'checkbox', checked: form.followsUp },
          number('followUpDays'),
          { name: 'showsPromise', label: t('departments.showsPromise'), hint: t('departments.showsPromise_hint'), type: 'checkbox', checked: form.showsPromise }
        ]
      }
    ]
  })
}

async function effectsOf ({ t, format, ctx }: FastifyRequest, id: number): Promise<string[]> {
  const [open, members] = await Promise.all([countOpenTickets(ctx.db.read, id), listDepartmentMembers(ctx.db.read, id, ctx.clock.now())])
  const active = members.filter(({ isActive }) => isActive).map(({ name }) => name)
  return [
    t('departments.effect_tickets', { count: open, shown: format.capped(open, 1000) }),
    active.length === 0 ? t('departments.effect_nobody') : t('departments.effect_members', { names: active.slice(0, 8).join(', '), more: Math.max(0, active.length - 8) })
  ]
}
