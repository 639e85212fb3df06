import t from 'tap'
import { minute } from '../../../src/platform/clock.js'
import { receiptOf } from '../../../src/tickets/clocks/receipt.js'
import { allDay, makeLevel } from './levels.js'
import { SimulatedTicket } from './simulate.js'

/** Lines as people would jot them down, in Berlin's winter time. */
const jotted = (simulated: SimulatedTicket, kind: string) => receiptOf(simulated.clock(kind)!, simulated.segments, simulated.now).lines.map(line =>
  [`${clock(line.from)}–${clock(line.to)}`, line.kind, line.name ?? line.reason, line.ms / minute])
const clock = (at: Date) => at.toLocaleString('en-GB', { timeZone: 'Europe/Berlin', weekday: 'short', hour: '2-digit', minute: '2-digit' }).replace(', ', ' ').replace(' ', ' ')

t.test('a receipt tells working time, lunch, nights, holidays and pauses, each with what it cost', async t => {
  const wednesday = new SimulatedTicket(makeLevel(), new Date('2026-12-23T10:30:00Z'))
  wednesday.act({ name: 'take_up', afterMinutes: 10 }).act({ name: 'ask', afterMinutes: 110 }).act({ name: 'resume', afterMinutes: 60 })
  wednesday.act({ name: 'noted', afterMinutes: 5 * 24 * 60 - 120 })

  t.same(jotted(wednesday, 'resolution'), [
    ['Wed 11:30–Wed 12:00', 'running', 'us', 30],
    ['Wed 12:00–Wed 13:00', 'outside_hours', null, 0],
    ['Wed 13:00–Wed 13:30', 'running', 'us', 30],
    ['Wed 13:30–Wed 14:30', 'paused', 'requester', 0],
    ['Wed 14:30–Wed 17:00', 'running', 'us', 150],
    ['Wed 17:00–Thu 08:00', 'outside_hours', null, 0],
    ['Thu 08:00–Thu 12:00', 'running', 'us', 240],
    ['Thu 12:00–Thu 13:00', 'outside_hours', null, 0],
    ['Thu 13:00–Thu 17:00', 'running', 'us', 240],
    ['Thu 17:00–Fri 00:00', 'outside_hours', null, 0],
    ['Fri 00:00–Sat 00:00', 'holiday', 'Christmas Day', 0],
    ['Sat 00:00–Mon 08:00', 'outside_hours', null, 0],
    ['Mon 08:00–Mon 12:00', 'running', 'us', 240],
    ['Mon 12:00–Mon 12:30', 'outside_hours', null, 0]
  ])
  const receipt = receiptOf(wednesday.clock('resolution')!, wednesday.segments, wednesday.now)
  t.match(receipt, { usedMs: 930 * minute, budgetMs: 480 * minute, status: 'running', isMissed: true, dueAt: new Date('2026-12-24T13:30:00Z') })
})

t.test('a kept promise shows when it would have been due, or ran out', async t => {
  const open = () => new SimulatedTicket(allDay(), new Date('2026-11-23T12:00:00Z'))

  const early = open().act({ name: 'replied', afterMinutes: 20 })
  t.match(receiptOf(early.clock('first_response')!, early.segments, early.now), { status: 'met', isMissed: false, usedMs: 20 * minute, dueAt: new Date('2026-11-23T13:00:00Z') })

  const late = open().act({ name: 'replied', afterMinutes: 80 })
  t.match(receiptOf(late.clock('first_response')!, late.segments, late.now), { status: 'met', isMissed: true, usedMs: 80 * minute, dueAt: new Date('2026-11-23T13:00:00Z') })
})

t.test('time counted under other hours is told in a line of its own', async t => {
  const simulated = new SimulatedTicket(allDay(), new Date('2026-11-23T05:00:00Z'))
  simulated.level = makeLevel()
  simulated.act({ name: 'transferred', afterMinutes: 180 }).act({ name: 'noted', afterMinutes: 60 })

  t.same(jotted(simulated, 'resolution'), [
    ['Mon 06:00–Mon 08:00', 'outside_hours', null, 0],
    ['Mon 08:00–Mon 10:00', 'running', 'us', 120],
    ['Mon 06:00–Mon 09:00', 'adjusted', null, 120]
  ])
})

t.test('a paused promise has no due time, and a dropped one says so', async t => {
  const simulated = new SimulatedTicket(allDay(), new Date('2026-11-23T12:00:00Z')).act({ name: 'hold', afterMinutes: 5 })
  t.match(receiptOf(simulated.clock('resolution')!, simulated.segments, simulated.now), { status: 'paused', dueAt: null, usedMs: 5 * minute })

  simulated.act({ name: 'trash', afterMinutes: 60 })
  t.match(receiptOf(simulated.clock('resolution')!, simulated.segments, simulated.now), { status: 'dropped', dueAt: null, usedMs: 5 * minute })
  t.same(jotted(simulated, 'resolution').map(([, kind, reason]) => [kind, reason]), [['running', 'us'], ['paused', 'third_party']])
})
