import t from 'tap'
import { minute } from '../../../src/platform/clock.js'
import { aroundTheClock } from '../../../src/schedules/opening-hours.js'
import { endOfTime } from '../../../src/tickets/clocks/end-of-time.js'
import { budgetMs, isOpen } from '../../../src/tickets/clocks/target-clock.js'
import { allDay, makeLevel } from './levels.js'
import { SimulatedTicket } from './simulate.js'

const noon = new Date('2026-11-23T12:00:00Z')
const at = (time: string) => new Date(`2026-11-23T${time}:00Z`)
const open = (level = allDay()) => new SimulatedTicket(level, noon)
const kinds = ({ clocks }: SimulatedTicket) => clocks.filter(isOpen).map(({ target }) => target.kind)

t.test('another priority changes the minutes and keeps the time used', async t => {
  const simulated = open()
  simulated.level = allDay({ minutes: { first_response: 15, next_response: 15, resolution: 60 } })
  simulated.act({ name: 'priority_changed', afterMinutes: 30 })

  t.match(simulated.clock('resolution')!.target, { minutes: 60, runningSince: noon, usedMs: 0, dueAt: at('13:00') })
  t.match(simulated.clock('first_response')!.target, { dueAt: at('12:15'), nextStepAt: new Date('2026-11-23T12:11:15Z') }, 'which may make it late at once')
})

t.test('another schedule counts from the change on; what was used before stays', async t => {
  const simulated = open()
  simulated.level = makeLevel({ scheduleId: 7, minutes: { first_response: 240, next_response: null, resolution: 480 } })
  simulated.act({ name: 'transferred', afterMinutes: 180 })

  t.match(simulated.clock('first_response')!.target, { scheduleId: 7, usedMs: 180 * minute, runningSince: at('15:00'), dueAt: at('16:00') })
  t.match(simulated.clock('resolution')!.target, { usedMs: 180 * minute, dueAt: new Date('2026-11-24T11:00:00Z') }, 'one hour on Monday, four before lunch on Tuesday')
})

t.test('a priority without a promise drops it, and one with a promise takes it up again unless it was answered', async t => {
  const silent = allDay({ minutes: { first_response: null, next_response: null, resolution: null } })
  const simulated = open()
  simulated.level = silent
  simulated.act({ name: 'priority_changed', afterMinutes: 30 })
  t.same(kinds(simulated), [])

  simulated.act({ name: 'replied', afterMinutes: 10 })
  simulated.level = allDay()
  simulated.act({ name: 'priority_changed', afterMinutes: 10 })
  t.same(kinds(simulated), ['resolution'])
  t.match(simulated.clock('resolution')!.target, { usedMs: 30 * minute, runningSince: at('12:50') })
})

t.test('a promise made for the first time starts when it is made', async t => {
  const simulated = open(allDay({ minutes: { first_response: null, next_response: null, resolution: null } }))
  simulated.level = allDay()
  simulated.act({ name: 'priority_changed', afterMinutes: 45 })

  t.same(kinds(simulated), ['first_response', 'resolution'])
  t.match(simulated.clock('resolution')!.target, { startedAt: at('12:45'), usedMs: 0 })
})

t.test('nobody is warned twice of one promise, whatever its minutes become', async t => {
  const simulated = open()
  simulated.clocks = simulated.clocks.map(clock => ({ ...clock, target: { ...clock.target, takenSteps: [{ key: 'warn', at: at('12:45').getTime() }], nextStepAt: null } }))
  simulated.level = allDay({ minutes: { first_response: 600, next_response: null, resolution: 6000 } })
  simulated.act({ name: 'hold', afterMinutes: 50 }).act({ name: 'priority_changed' }).act({ name: 'resume' })

  t.same(simulated.clocks.map(({ target }) => target.nextStepAt), [null, null])
  t.equal(budgetMs(simulated.clock('first_response')!.target), 600 * minute)
})

t.test('hours that never open make a ticket due at the end of time instead of keeping it from being opened', async t => {
  const never = { ...aroundTheClock, hours: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } }
  const simulated = open(makeLevel({ hours: never }))

  t.same(simulated.clock('resolution')!.target.dueAt, endOfTime)
  t.equal(simulated.act({ name: 'replied', afterMinutes: 10_000 }).clock('first_response')!.target.usedMs, 0)
})
