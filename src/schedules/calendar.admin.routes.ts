import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { typedNumber } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { noProblems } from '../plugins/form-problems.js'
import { readCalendar } from './read-calendar.js'
import { readForm, showForm, type Body } from './schedule-form.admin.routes.js'
import { findSchedule } from './schedule.queries.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
/** Bytes. A country's holidays of ten years are a tenth of it. */
const largestCalendar = 1_000_000

/** Holidays out of a calendar file, mounted at /admin. */
const calendarAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.post('/schedules/calendars', async (request, reply) => addCalendar(request, reply, null))
  app.post('/schedules/:id/calendars', { schema: { params } }, async (request, reply) => addCalendar(request, reply, (await findSchedule(request.ctx.db.read, request.params.id)).id))
}

export default calendarAdminRoutes

/** Shows the form again with the days of a calendar file among its holidays. What was there already stays as it is. */
async function addCalendar (request: FastifyRequest, reply: FastifyReply, id: number | null): Promise<FastifyReply> {
  const { typed, file } = await receiveCalendar(request)
  const form = readForm(typed)
  const version = typedNumber(typed, 'version') || 0
  const year = request.ctx.clock.now().getUTCFullYear()
  const found = file === '' ? { key: 'schedules.calendar.none' as const } : readCalendar(file, `${year}-01-01`, `${year + 3}-12-31`)
  if ('key' in found) {
    const text = request.t(found.key, found.values)
    return showForm(request, reply.code(422), id, form, version, { of: { calendar: text }, list: [{ href: '#calendar', text }] })
  }

  const { holidays } = form.openingHours
  const added = found.days.filter(({ day }) => !holidays.some(holiday => holiday.day === day))
  form.openingHours.holidays = [...holidays, ...added].sort((one, other) => one.day < other.day ? -1 : 1)
  const said = [request.t('schedules.calendar.added', { count: added.length }), ...(found.passedOver === 0 ? [] : [request.t('schedules.calendar.passed_over', { count: found.passedOver })])]
  return showForm(request, reply, id, form, version, noProblems, said)
}

async function receiveCalendar (request: FastifyRequest): Promise<{ typed: Body, file: string }> {
  const typed: Body = {}
  let file = ''
  if (!request.isMultipart()) return { typed: request.body as Body ?? {}, file }
  for await (const part of request.parts({ limits: { fileSize: largestCalendar, files: 1 } })) {
    if (part.type === 'file') file = (await part.toBuffer()).toString('utf8')
    else typed[part.fieldname] = String(part.value)
  }
  return { typed, file }
}
