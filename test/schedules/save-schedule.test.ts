import { removeSchedule } from '../../src/schedules/commands/remove-schedule.js'
import { saveSchedule, type ScheduleForm } from '../../src/schedules/commands/save-schedule.js'
import { aroundTheClock } from '../../src/schedules/opening-hours.js'
import { findDefaultSchedule, findSchedule } from '../../src/schedules/schedule.queries.js'
import { findScheduleUse } from '../../src/schedules/schedule-use.queries.js'
import { lastChange, payloadsOf } from '../support/history.js'
import { intervals, office } from '../support/office.js'
import { refused } from '../support/refused.js'
import { inWorld, type World } from '../support/world.js'

const early: ScheduleForm = { name: 'Early', isDefault: false, openingHours: office('Europe/Berlin', '13:00-15:00 07:00-12:00', ['mon', 'tue'], [{ day: '2026-12-31', name: ' New Year’s\nEve ' }, { day: '2026-12-24', hours: intervals('09:00-11:00') }]) }
const officeHours = async ({ platform }: World) => {
  const schedule = await findDefaultSchedule(platform.db.read)
  if (schedule === null) throw new Error('Expected office hours')
  return schedule
}

inWorld('a schedule is added, in order whatever order it was typed in', async (t, world) => {
  const { id } = await saveSchedule(world.as(world.ana), null, early, 0)
  t.match(await findSchedule(world.platform.db.read, id), { name: 'Early', isDefault: false, version: 1 })
  t.same((await findSchedule(world.platform.db.read, id)).openingHours, {
    ...office('Europe/Berlin', '07:00-12:00 13:00-15:00', ['mon', 'tue']),
    holidays: [{ day: '2026-12-24', hours: intervals('09:00-11:00') }, { day: '2026-12-31', name: 'New Year’s Eve' }]
  })
  t.match(await lastChange(world, 'schedule'), { action: 'schedule.created', difference: { mon: { after: '07:00–12:00, 13:00–15:00' }, wed: { after: '' }, holidays: { after: ['2026-12-24 09:00–11:00', '2026-12-31 New Year’s Eve'] } } })
  t.same(await payloadsOf(world, 'recompute-clocks'), [])
})

inWorld('other hours let clocks be reckoned anew, with the hours of before', async (t, world) => {
  const before = await officeHours(world)
  const ctx = world.as(world.ana)
  await saveSchedule(ctx, before.id, { ...before, name: 'Opening hours' }, 1)
  t.same(await payloadsOf(world, 'recompute-clocks'), [], 'a name changes no clock')

  const { openingHours: hoursBefore } = await officeHours(world)
  await saveSchedule(ctx, before.id, { name: 'Opening hours', isDefault: true, openingHours: aroundTheClock }, 2)
  t.same(await payloadsOf(world, 'recompute-clocks'), [{ scheduleId: before.id, changedAt: world.platform.clock.now().getTime(), hoursBefore }])
  t.match(await lastChange(world, 'schedule'), { action: 'schedule.updated', difference: { timeZone: { before: 'Europe/Berlin', after: 'UTC' }, fri: { before: '09:00–15:00', after: '00:00–24:00' } } })
})

inWorld('there is one default', async (t, world) => {
  const ctx = world.as(world.ana)
  const old = await officeHours(world)
  t.same(await refused(async () => saveSchedule(ctx, old.id, { ...old, isDefault: false }, 1)), ['isDefault schedules.bad.no_default'])

  const fresh = await saveSchedule(ctx, null, { ...early, isDefault: true }, 0)
  t.match(await findDefaultSchedule(world.platform.db.read), { id: fresh.id })
  t.match(await findSchedule(world.platform.db.read, old.id), { isDefault: false, version: 2 })
  t.same(await payloadsOf(world, 'recompute-clocks'), [{ changedAt: world.platform.clock.now().getTime() }], 'it may count for any ticket')
})

inWorld('hours that cannot be reckoned with are refused', async (t, world) => {
  const save = async (form: Partial<ScheduleForm>) => refused(async () => saveSchedule(world.as(world.ana), null, { ...early, ...form }, 0))
  const holidays = (count: number, name = '') => ({ ...early.openingHours, holidays: Array.from({ length: count }, (_, place) => ({ day: new Date(Date.UTC(2026, 0, 1 + place)).toISOString().slice(0, 10), name })) })

  t.same(await save({ name: 'Office hours' }), ['name refusal.name_taken'])
  t.same(await save({ name: '' }), ['name refusal.name_missing'])
  t.same(await save({ openingHours: { ...early.openingHours, timeZone: 'Europe/Bielefeld' } }), ['timeZone schedules.problem.unknown_zone'])
  t.same(await save({ openingHours: office('UTC', '09:00-08:00', ['wed']) }), ['hours.wed schedules.problem.backwards'])
  t.same(await save({ openingHours: office('UTC', '09:00-17:00', []) }), ['hours schedules.problem.never_open'])
  t.same(await save({ openingHours: office('UTC', Array.from({ length: 13 }, (_, hour) => `${hour + 10}:00-${hour + 10}:30`).join(' ')) }), ['hours schedules.bad.too_many_intervals'])
  t.same(await save({ openingHours: holidays(301) }), ['holidays schedules.bad.too_many_holidays'])
  t.same(await save({ openingHours: holidays(300, '休'.repeat(80)) }), ['holidays schedules.bad.too_much'])
  t.same(await save({ openingHours: holidays(1, 'x'.repeat(81)) }), ['holidays.0 refusal.too_long'])
  t.same(await save({ openingHours: holidays(300, 'Fair') }), [])
})

inWorld('a schedule that is used stays', async (t, world) => {
  const ctx = world.as(world.ana)
  const { platform, ben } = world
  const old = await officeHours(world)
  const remove = async (id: number, version: number) => refused(async () => removeSchedule(ctx, { id, version }))
  t.same(await remove(old.id, 1), ['schedules.in_use.default'])

  const ticket = await world.ask()
  await saveSchedule(ctx, null, { ...early, isDefault: true }, 0)
  t.match(await findScheduleUse(platform.db.read, old.id), { departments: ['Facilities', 'IT Service Desk'], policies: [], agents: [], hasCounted: true })
  t.same(await remove(old.id, 2), ['schedules.in_use.by'])
  await platform.db.transaction(async manager => manager.query('UPDATE departments SET schedule_id = NULL'))
  t.same(await remove(old.id, 2), ['schedules.in_use.tickets'], `the receipt of ${ticket.number} needs it`)

  const spare = await saveSchedule(ctx, null, { ...early, name: 'Spare' }, 0)
  await platform.db.transaction(async manager => manager.query('UPDATE agents SET schedule_id = ? WHERE id = ?', [spare.id, ben.id]))
  t.same(await remove(spare.id, 1), ['schedules.in_use.by'])
  await platform.db.transaction(async manager => manager.query('UPDATE agents SET schedule_id = NULL'))
  t.same(await remove(spare.id, 9), ['refusal.stale'])
  t.same(await remove(spare.id, 1), [])
  t.match(await lastChange(world, 'schedule'), { action: 'schedule.removed', subjectName: 'Spare' })
})
