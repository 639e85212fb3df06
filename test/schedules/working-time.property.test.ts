import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { after, hour, minute } from '../../src/platform/clock.js'
import { checkOpeningHours } from '../../src/schedules/check-opening-hours.js'
import { addWorkingMs, isOpenAt, nextOpening, workingMs } from '../../src/schedules/working-time.js'
import { anyBudget, anyDrawn } from '../support/any-opening-hours.js'
import { minutesOf, openMinutes } from '../support/minutes.js'
import { holds } from '../support/property.js'

/** Against the oracle. A million of them are for `npm run bench -- sla`. */
const thorough = 2000
const anyDrawnAndBudgets = fc.tuple(anyDrawn, anyBudget, anyBudget)

t.test('hours that are drawn for these tests are sound', async t => {
  holds(t, anyDrawn, ({ hours }) => assert.deepEqual(checkOpeningHours(hours, new Date('2026-01-01T00:00Z')), []))
})

t.test('working time is what one counts minute by minute', async t => {
  holds(t, anyDrawn, ({ stretch, hours, moments }) => {
    const open = openMinutes(stretch, hours)
    const [from, to] = [wholeMinute(moments[0]), wholeMinute(moments[2])]
    const counted = open.slice((from.getTime() - stretch.from) / minute, (to.getTime() - stretch.from) / minute).filter(Boolean).length

    assert.equal(workingMs(hours, from, to), counted * minute)
  }, thorough)
})

t.test('a due time is where counting minute by minute ends', async t => {
  holds(t, fc.tuple(anyDrawn, fc.integer({ min: 1, max: 4000 })), ([{ stretch, hours, moments }, minutes]) => {
    const from = wholeMinute(moments[0])
    const open = openMinutes(stretch, hours)
    let left = minutes
    let index = (from.getTime() - stretch.from) / minute
    for (; left > 0 && index < open.length; index++) if (open[index] === true) left--

    const due = addWorkingMs(hours, from, minutes * minute).getTime()
    if (left === 0) assert.equal(due, stretch.from + index * minute)
    else assert.ok(due > stretch.to)
  }, thorough)
})

t.test('we are open in the minutes that are, and open next in the first of them', async t => {
  holds(t, anyDrawn, ({ stretch, hours, moments: [at] }) => {
    const open = openMinutes(stretch, hours)
    const index = Math.floor((at.getTime() - stretch.from) / minute)
    const next = open.indexOf(true, index)

    assert.equal(isOpenAt(hours, at), open[index])
    const opening = nextOpening(hours, at)?.getTime() ?? Infinity
    if (next === -1) assert.ok(opening >= stretch.to)
    else assert.equal(opening, Math.max(at.getTime(), stretch.from + next * minute))
  })
})

t.test('until a due time passes exactly the working time it was made of', async t => {
  holds(t, anyDrawnAndBudgets, ([{ hours, moments: [from] }, budget]) => {
    const due = addWorkingMs(hours, from, budget)

    assert.equal(workingMs(hours, from, due), budget)
    assert.equal(workingMs(hours, from, after(due, -1)), budget - 1, 'and not a millisecond earlier')
  })
})

t.test('working time adds up, however it is cut', async t => {
  holds(t, anyDrawnAndBudgets, ([{ hours, moments: [from, between, to] }, one, other]) => {
    assert.equal(workingMs(hours, from, between) + workingMs(hours, between, to), workingMs(hours, from, to))
    assert.deepEqual(addWorkingMs(hours, addWorkingMs(hours, from, one), other), addWorkingMs(hours, from, one + other))
  })
})

t.test('who starts later or has more time is not due earlier', async t => {
  holds(t, anyDrawnAndBudgets, ([{ hours, moments: [from, later] }, budget, more]) => {
    const due = addWorkingMs(hours, from, budget)

    assert.ok(addWorkingMs(hours, later, budget) >= due)
    assert.ok(addWorkingMs(hours, from, budget + more) > due)
  })
})

t.test('one more holiday never makes anything due earlier', async t => {
  holds(t, fc.tuple(anyDrawn, anyBudget, fc.nat(7 * 24 * 60)), ([{ stretch, hours, moments: [from, , to] }, budget, index]) => {
    const day = minutesOf(stretch)[index]?.date ?? ''
    const fewer = { ...hours, holidays: [...hours.holidays.filter(holiday => holiday.day !== day), { day }] }

    assert.ok(addWorkingMs(fewer, from, budget) >= addWorkingMs(hours, from, budget))
    assert.ok(workingMs(fewer, from, to) <= workingMs(hours, from, to))
  })
})

t.test('the same hours in a zone that is always so much ahead come so much earlier', async t => {
  const anyAhead = fc.integer({ min: -12, max: 14 }).filter(hours => hours !== 0)
  holds(t, fc.tuple(anyDrawn, anyBudget, anyAhead), ([{ hours, moments: [from, , to] }, budget, ahead]) => {
    const here = { ...hours, timeZone: 'UTC' }
    const there = { ...hours, timeZone: `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}` }
    const shifted = (at: Date) => after(at, -ahead * hour)

    assert.equal(workingMs(there, shifted(from), shifted(to)), workingMs(here, from, to))
    assert.deepEqual(addWorkingMs(there, shifted(from), budget), shifted(addWorkingMs(here, from, budget)))
  })
})

const wholeMinute = (at: Date): Date => new Date(Math.floor(at.getTime() / minute) * minute)
