import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { after, minute } from '../../src/platform/clock.js'
import { addWorkingMsOutside, workingMsOutside, type Pause } from '../../src/schedules/paused-time.js'
import { addWorkingMs, workingMs } from '../../src/schedules/working-time.js'
import { anyBudget, anyDrawn, type Drawn } from '../support/any-opening-hours.js'
import { openMinutes } from '../support/minutes.js'
import { holds } from '../support/property.js'

/** Some within the stretch, in any order, overlapping, or empty. */
const anyPausesIn = ({ stretch }: Drawn) => fc.array(fc.tuple(anyMinuteOf(stretch), anyMinuteOf(stretch)).map(inOrder), { maxLength: 5 })
const anyPaused = anyDrawn.chain(drawn => fc.tuple(fc.constant(drawn), anyPausesIn(drawn)))

t.test('time outside of pauses is what one counts minute by minute', async t => {
  holds(t, anyPaused, ([{ stretch, hours, moments }, pauses]) => {
    const [from, to] = [wholeMinute(moments[0]), wholeMinute(moments[2])]
    const counted = openMinutes(stretch, hours).filter((isOpen, index) => {
      const at = stretch.from + index * minute
      return isOpen && at >= from.getTime() && at < to.getTime() && !pauses.some(pause => pause.from.getTime() <= at && at < pause.to.getTime())
    }).length

    assert.equal(workingMsOutside(hours, pauses, from, to), counted * minute)
  })
})

t.test('a due time and the time that passes until then undo each other', async t => {
  holds(t, fc.tuple(anyPaused, anyBudget), ([[{ hours, moments: [from] }, pauses], budget]) => {
    const due = addWorkingMsOutside(hours, pauses, from, budget)

    assert.equal(workingMsOutside(hours, pauses, from, due), budget)
    assert.equal(workingMsOutside(hours, pauses, from, after(due, -1)), budget - 1, 'and not a millisecond earlier')
  })
})

t.test('a pause puts off what is due by exactly the working time that it takes', async t => {
  holds(t, fc.tuple(anyPaused, anyBudget), ([[{ hours, moments: [from] }, pauses], budget]) => {
    const due = addWorkingMsOutside(hours, pauses, from, budget)
    const paused = workingMs(hours, from, due) - workingMsOutside(hours, pauses, from, due)

    assert.equal(due.getTime(), addWorkingMs(hours, from, budget + paused).getTime())
    assert.ok(due >= addWorkingMs(hours, from, budget))
  })
})

t.test('what is used up just when a pause begins is due before it, not after', async t => {
  holds(t, anyPaused, ([{ hours, moments: [from] }, pauses]) => {
    for (const pause of pauses) {
      const budget = workingMsOutside(hours, pauses, from, pause.from)
      if (budget > 0) assert.ok(addWorkingMsOutside(hours, pauses, from, budget) <= pause.from)
    }
  })
})

t.test('it does not matter in which order pauses come, nor into how many they are cut', async t => {
  holds(t, fc.tuple(anyPaused, anyBudget), ([[{ hours, moments: [from, , to] }, pauses], budget]) => {
    const cut = pauses.flatMap(pause => {
      const middle = new Date((pause.from.getTime() + pause.to.getTime()) / 2)
      return [{ from: middle, to: pause.to }, { from: pause.from, to: middle }]
    }).toReversed()

    assert.equal(workingMsOutside(hours, cut, from, to), workingMsOutside(hours, pauses, from, to))
    assert.deepEqual(addWorkingMsOutside(hours, cut, from, budget), addWorkingMsOutside(hours, pauses, from, budget))
  })
})

t.test('without pauses nothing is different', async t => {
  holds(t, fc.tuple(anyDrawn, anyBudget), ([{ hours, moments: [from, , to] }, budget]) => {
    assert.equal(workingMsOutside(hours, [], from, to), workingMs(hours, from, to))
    assert.deepEqual(addWorkingMsOutside(hours, [], from, budget), addWorkingMs(hours, from, budget))
  })
})

function anyMinuteOf ({ from, to }: Drawn['stretch']) {
  return fc.integer({ min: 0, max: (to - from) / minute }).map(index => new Date(from + index * minute))
}

function inOrder ([one, other]: [Date, Date]): Pause {
  return one < other ? { from: one, to: other } : { from: other, to: one }
}

function wholeMinute (at: Date): Date {
  return new Date(Math.floor(at.getTime() / minute) * minute)
}
