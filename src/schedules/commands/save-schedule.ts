import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { refuseTaken } from '../../platform/database/refuse-taken.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { enqueue } from '../../platform/jobs/enqueue.js'
import { checkOpeningHours } from '../check-opening-hours.js'
import { weekdays, type Interval, type OpeningHours } from '../opening-hours.js'
import { Schedule } from '../schedule.entity.js'

export interface ScheduleForm { name: string, openingHours: OpeningHours, isDefault: boolean }

const mostHolidays = 300
const mostIntervals = 12
/** What is reckoned with at every clock, and kept in the history of changes, stays small. */
const mostBytes = 20_000

/**
 * Adds a schedule, or changes one. The time that tickets used until now stays counted in the hours of
 * before; when they are due is reckoned anew.
 *
 * Making it the default takes that from the one before.
 *
 * @throws InvalidFields, Stale, NotFound
 */
export async function saveSchedule (ctx: Context, id: number | null, form: ScheduleForm, version: number): Promise<Schedule> {
  return refuseTaken(async () => ctx.db.transaction(async manager => {
    const now = ctx.clock.now()
    const schedule = id === null ? Object.assign(new Schedule(), { createdAt: now, version: 0, isDefault: false }) : await lockVersion(manager, Schedule, id, version)
    const values = checkSchedule(form, schedule, now)
    const before = id === null ? null : { ...schedule }

    if (values.isDefault && !schedule.isDefault) await takeOverDefault(ctx, manager)
    await manager.save(Object.assign(schedule, values, { version: schedule.version + 1 }))
    await recompute(manager, before, schedule, now)
    await recordChange(manager, ctx, {
      action: before === null ? 'schedule.created' : 'schedule.updated', subjectType: 'schedule', subjectId: schedule.id, subjectName: schedule.name,
      before: before === null ? {} : auditedOf(before), after: auditedOf(schedule)
    })
    return schedule
  }))
}

function checkSchedule (form: ScheduleForm, before: Pick<Schedule, 'isDefault'>, now: Date): ScheduleForm {
  const checks = new FieldChecks()
  const name = checks.name('name', form.name)
  if (before.isDefault && !form.isDefault) checks.note('isDefault', 'schedules.bad.no_default')

  const { timeZone, hours, holidays } = form.openingHours
  const lists = [...hours === null ? [] : weekdays.map(day => hours[day]), ...holidays.map(holiday => holiday.hours ?? [])]
  if (holidays.length > mostHolidays) checks.note('holidays', 'schedules.bad.too_many_holidays', { most: mostHolidays })
  if (lists.some(list => list.length > mostIntervals)) checks.note('hours', 'schedules.bad.too_many_intervals', { most: mostIntervals })
  const names = holidays.map((holiday, place) => checks.line(`holidays.${place}`, holiday.name ?? '', 80))
  checks.refuse()

  const openingHours = { timeZone, hours, holidays: holidays.map(({ day, hours }, place) => ({ day, ...(names[place] && { name: names[place] }), ...(hours && { hours }) })) }
  if (Buffer.byteLength(JSON.stringify(openingHours)) > mostBytes) checks.note('holidays', 'schedules.bad.too_much')
  for (const { field, key, values } of checkOpeningHours(openingHours, now)) checks.note(field, key, values)
  checks.refuse()
  return { name, isDefault: form.isDefault, openingHours: inOrder(openingHours) }
}

function inOrder ({ timeZone, hours, holidays }: OpeningHours): OpeningHours {
  return {
    timeZone,
    hours: hours && Object.fromEntries(weekdays.map(day => [day, sorted(hours[day])])) as NonNullable<OpeningHours['hours']>,
    holidays: holidays.map(holiday => ({ ...holiday, ...(holiday.hours && { hours: sorted(holiday.hours) }) })).toSorted((a, b) => a.day < b.day ? -1 : 1)
  }
}

const sorted = (intervals: readonly Interval[]): Interval[] => intervals.map(({ from, to }) => ({ from, to })).toSorted((a, b) => a.from < b.from ? -1 : 1)

async function takeOverDefault (ctx: Context, manager: EntityManager): Promise<void> {
  for (const { id, name, version } of await manager.findBy(Schedule, { isDefault: true })) {
    await manager.update(Schedule, { id }, { isDefault: false, version: version + 1 })
    await recordChange(manager, ctx, { action: 'schedule.updated', subjectType: 'schedule', subjectId: id, subjectName: name, before: { isDefault: true }, after: { isDefault: false } })
  }
}

/** Another default may count for any ticket; other hours count for those of this schedule. */
async function recompute (manager: EntityManager, before: Schedule | null, { id, isDefault, openingHours }: Schedule, now: Date): Promise<void> {
  const changedAt = now.getTime()
  if (before !== null && JSON.stringify(inOrder(before.openingHours)) !== JSON.stringify(openingHours)) {
    await enqueue(manager, 'recompute-clocks', { scheduleId: id, changedAt, hoursBefore: before.openingHours }, now)
    await enqueue(manager, 'recompute-returns', { departmentId: null }, now)
  }
  if (isDefault && before?.isDefault !== true) {
    await enqueue(manager, 'recompute-clocks', { changedAt }, now)
    await enqueue(manager, 'recompute-returns', { departmentId: null }, now)
  }
}

/** As a reader of the history of changes knows it: a line for each day. */
function auditedOf ({ name, isDefault, openingHours: { timeZone, hours, holidays } }: Schedule) {
  const written = (intervals: readonly Interval[]) => intervals.map(({ from, to }) => `${from}–${to}`).join(', ')
  return {
    name, isDefault, timeZone,
    ...Object.fromEntries(weekdays.map(day => [day, hours === null ? '00:00–24:00' : written(hours[day])])),
    holidays: holidays.map(holiday => [holiday.day, holiday.name ?? '', written(holiday.hours ?? [])].filter(Boolean).join(' '))
  }
}
