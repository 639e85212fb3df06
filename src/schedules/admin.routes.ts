import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isTicked, typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { removeSchedule } from './commands/remove-schedule.js'
import { saveSchedule, type ScheduleForm } from './commands/save-schedule.js'
import { checkOpeningHours } from './check-opening-hours.js'
import { presentHours } from './hours.presenter.js'
import { weekdays, type OpeningHours } from './opening-hours.js'
import { findSchedule, listSchedules } from './schedule.queries.js'
import { findScheduleUse } from './schedule-use.queries.js'
import { readHolidays, readWeek, writeHolidays, writeIntervals } from './typed-hours.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 50 })]))
type Body = Record<string, string | string[]>

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]
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

function read (typed: Body): ScheduleForm {
  const openingHours: OpeningHours = {
    timeZone: typedText(typed, 'timeZone'),
    hours: readWeek(weekday => typedText(typed, `hours.${weekday}`), isTicked(typed, 'neverCloses')),
    holidays: readHolidays(typedText(typed, 'holidays'))
  }
  return { name: typedText(typed, 'name'), isDefault: isTicked(typed, 'isDefault'), openingHours }
}

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form = read(typed)
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    await saveSchedule(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'schedules.saved' }).redirect('/admin/schedules', 303)
  }, async problems => showForm(request, reply, id, form, version, problems))
}

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: ScheduleForm, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, ctx } = request
  const { openingHours } = form
  const use = id === null ? null : await findScheduleUse(ctx.db.read, id)
  const holidayError = Object.entries(problems.of).find(([field]) => field.startsWith('holidays'))?.[1]

  return reply.page('admin/form', {
    title: id === null ? t('schedules.new') : form.name || t('schedules.title'),
    lead: t('schedules.form_lead'),
    back: { href: '/admin/schedules', label: t('schedules.title') },
    action: id === null ? '/admin/schedules' : `/admin/schedules/${id}`,
    version,
    problems: problems.list,
    effects: [...signOf(request, openingHours), ...(use === null ? [] : [t('schedules.effect', { users: [...use.departments, ...use.policies, ...use.agents].join(', ') || t('schedules.nobody') })])],
    save: t('schedules.save'),
    acts: id === null ? [] : [{ action: `/admin/schedules/${id}/removals`, label: t('schedules.remove') }],
    sections: [
      {
        title: null,
        fields: [
          { name: 'name', label: t('schedules.name'), value: form.name, error: problems.of.name, maxlength: 120 },
          { name: 'timeZone', label: t('schedules.time_zone'), type: 'select', value: openingHours.timeZone, error: problems.of.timeZone, options: zones.map(zone => ({ value: zone, label: zone })) },
          { name: 'isDefault', label: t('schedules.default'), hint: t('schedules.default_hint'), type: 'checkbox', checked: form.isDefault }
        ]
      },
      {
        title: t('schedules.week'),
        fields: [
          { name: 'neverCloses', label: t('schedules.never_closes'), type: 'checkbox', checked: openingHours.hours === null },
          ...weekdays.map(weekday => ({ name: `hours.${weekday}`, label: t(`schedules.day.${weekday}`), hint: weekday === 'mon' ? t('schedules.hours_hint') : undefined, value: writeIntervals(openingHours.hours?.[weekday] ?? []), error: problems.of[`hours.${weekday}`] ?? (weekday === 'mon' ? problems.of.hours : undefined) }))
        ]
      },
      { title: t('schedules.holidays'), fields: [{ name: 'holidays', label: t('schedules.holidays_label'), hint: t('schedules.holidays_hint'), type: 'textarea', rows: 8, value: writeHolidays(openingHours.holidays), error: holidayError }] }
    ]
  })
}

/** Open or closed right now, if the hours make sense at all. */
function signOf ({ t, format, locale, ctx }: FastifyRequest, openingHours: OpeningHours): string[] {
  const now = ctx.clock.now()
  return checkOpeningHours(openingHours, now).length > 0 ? [] : [presentHours(openingHours, now, t, format, locale).sign]
}
