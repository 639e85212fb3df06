import type { FastifyReply, FastifyRequest } from 'fastify'
import { isTicked, typedText } from '../plugins/admin-pages.js'
import { noProblems, type Problems } from '../plugins/form-problems.js'
import { checkOpeningHours } from './check-opening-hours.js'
import type { ScheduleForm } from './commands/save-schedule.js'
import { presentHours } from './hours.presenter.js'
import { weekdays, type OpeningHours } from './opening-hours.js'
import { findScheduleUse } from './schedule-use.queries.js'
import { readHolidays, readWeek, writeHolidays, writeIntervals } from './typed-hours.js'

/** The fields of a form as they were typed. */
export type Body = Record<string, string | string[]>

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]

/** What was typed, whether it holds or not. */
export function readForm (typed: Body): ScheduleForm {
  const openingHours: OpeningHours = {
    timeZone: typedText(typed, 'timeZone'),
    hours: readWeek(weekday => typedText(typed, `hours.${weekday}`), isTicked(typed, 'neverCloses')),
    holidays: readHolidays(typedText(typed, 'holidays'))
  }
  return { name: typedText(typed, 'name'), isDefault: isTicked(typed, 'isDefault'), openingHours }
}

/** The form of a schedule with what is typed so far; `said` are sentences about what just happened to it. */
export async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: ScheduleForm, version: number, problems: Problems = noProblems, said: string[] = []): Promise<FastifyReply> {
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
    effects: [...said, ...signOf(request, openingHours), ...(use === null ? [] : [t('schedules.effect', { users: [...use.departments, ...use.policies, ...use.agents].join(', ') || t('schedules.nobody') })])],
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
      { title: t('schedules.holidays'), fields: [{ name: 'holidays', label: t('schedules.holidays_label'), hint: t('schedules.holidays_hint'), type: 'textarea', rows: 8, value: writeHolidays(openingHours.holidays), error: holidayError }], upload: { name: 'calendar', label: t('schedules.calendar.label'), hint: t('schedules.calendar.hint'), accept: '.ics,text/calendar', action: id === null ? '/admin/schedules/calendars' : `/admin/schedules/${id}/calendars`, button: t('schedules.calendar.add') } }
    ]
  })
}

/** Open or closed right now, if the hours make sense at all. */
function signOf ({ t, format, locale, ctx }: FastifyRequest, openingHours: OpeningHours): string[] {
  const now = ctx.clock.now()
  return checkOpeningHours(openingHours, now).length > 0 ? [] : [presentHours(openingHours, now, t, format, locale).sign]
}
