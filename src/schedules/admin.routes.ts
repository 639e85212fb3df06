import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { typedNumber } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain } from '../plugins/form-problems.js'
import { removeSchedule } from './commands/remove-schedule.js'
import { saveSchedule } from './commands/save-schedule.js'
import { presentHours } from './hours.presenter.js'
import { readForm, showForm, type Body } from './schedule-form.admin.routes.js'
import { findSchedule, listSchedules } from './schedule.queries.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 50 })]))

const office = [{ from: '09:00', to: '17:00' }]

/** When work is done, mounted at /admin. */
const scheduleAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/schedules', async (request, reply) => {
    const { t, format, locale, ctx } = request
    const schedules = await listSchedules(ctx.db.read)
    return reply.page('admin/list', {
      title: t('schedules.title'),
      lead: t('schedules.lead'),
      add: { href: '/admin/schedules/new', label: t('schedules.new') },
      columns: [t('schedules.name'), t('schedules.now'), t('schedules.time_zone'), t('schedules.holidays')],
      rows: schedules.map(({ id, name, isDefault, openingHours }) => ({
        isOff: false,
        cells: [{ text: name, href: `/admin/schedules/${id}`, note: isDefault ? t('schedules.is_default') : '' }, { text: presentHours(openingHours, ctx.clock.now(), t, format, locale).sign }, { text: openingHours.timeZone }, { text: format.number(openingHours.holidays.length) }]
      })),
      emptyText: t('schedules.none')
    })
  })

  app.get('/schedules/new', async (request, reply) => {
    const { timeZone } = await app.organisation()
    return showForm(request, reply, null, { name: '', isDefault: false, openingHours: { timeZone, holidays: [], hours: { mon: office, tue: office, wed: office, thu: office, fri: office, sat: [], sun: [] } } }, 0)
  })
  app.get('/schedules/:id', { schema: { params } }, async (request, reply) => {
    const schedule = await findSchedule(request.ctx.db.read, request.params.id)
    return showForm(request, reply, schedule.id, schedule, schedule.version)
  })
  app.post('/schedules', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/schedules/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/schedules/:id/removals', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const schedule = await findSchedule(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await removeSchedule(ctx, { id, version: typedNumber(request.body, 'version') })
      return reply.flash({ kind: 'good', key: 'schedules.removed' }).redirect('/admin/schedules', 303)
    }, async problems => showForm(request, reply, id, schedule, schedule.version, problems))
  })
}

export default scheduleAdminRoutes

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form = readForm(typed)
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    await saveSchedule(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'schedules.saved' }).redirect('/admin/schedules', 303)
  }, async problems => showForm(request, reply, id, form, version, problems))
}
