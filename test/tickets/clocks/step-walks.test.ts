import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { minute } from '../../../src/platform/clock.js'
import { workingMs } from '../../../src/schedules/working-time.js'
import type { Step, StepMoment } from '../../../src/sla/step.js'
import { previewSteps } from '../../../src/sla/preview-steps.js'
import { endOfTime } from '../../../src/tickets/clocks/end-of-time.js'
import { budgetMs, momentOfStep, runClock, startClock, stepsAhead, takeStep, type Clock } from '../../../src/tickets/clocks/target-clock.js'
import { anyDrawn } from '../../support/any-opening-hours.js'
import { minutesOf } from '../../support/minutes.js'
import { holds } from '../../support/property.js'
import { makeLevel } from './levels.js'
import { SimulatedTicket } from './simulate.js'

const opening = new Date('2026-12-22T09:17:00Z')
const anyMoment: fc.Arbitrary<StepMoment> = fc.oneof(
  fc.record({ from: fc.constant('share' as const), percent: fc.integer({ min: 1, max: 300 }) }),
  fc.record({ from: fc.constantFrom('before_due' as const, 'after_due' as const), minutes: fc.integer({ min: 1, max: 3000 }) })
)
const anySteps: fc.Arbitrary<Step[]> = fc.array(anyMoment, { minLength: 1, maxLength: 6 }).map(moments =>
  moments.map((when, place) => ({ key: `s${place}`, target: 'any', when, act: { kind: 'tag', tag: 'late' } })))
const started = (level: ReturnType<typeof makeLevel>, at: Date): Clock => runClock(startClock(1, 'resolution', level.minutes.resolution!, level, at), at)

t.test('steps are taken in the order of their moments, each once, and the clock always knows the next', async t => {
  holds(t, fc.tuple(anySteps, anyDrawn, fc.integer({ min: 1, max: 4000 })), ([steps, { hours, moments: [from] }, minutes]) => {
    let clock = started(makeLevel({ steps, hours, minutes: { first_response: null, next_response: null, resolution: minutes } }), from)
    const taken: Date[] = []
    for (const count = steps.length; taken.length < count;) {
      const [step] = stepsAhead(clock)
      assert.deepEqual(clock.target.nextStepAt, momentOfStep(clock, step!))
      taken.push(clock.target.nextStepAt!)
      clock = takeStep(clock, step!, clock.target.nextStepAt!)
    }
    assert.equal(clock.target.nextStepAt, null)
    assert.deepEqual(taken, taken.toSorted((one, other) => one.getTime() - other.getTime()))
    assert.equal(new Set(clock.target.takenSteps!.map(({ key }) => key)).size, steps.length)
  })
})

t.test('a pause moves the next step by the working time that it lasted', async t => {
  const minutes = fc.integer({ min: 0, max: 6000 })
  holds(t, fc.tuple(anySteps, fc.constantFrom('ask', 'hold', 'status_changed'), minutes, minutes), ([steps, move, before, pause]) => {
    const level = makeLevel({ steps, minutes: { first_response: null, next_response: null, resolution: 2400 } })
    const simulated = new SimulatedTicket(level, opening)
    const next = simulated.clock('resolution')!.target.nextStepAt!
    simulated.act({ name: move, clock: 'pauses', afterMinutes: before })
    const pausedAt = simulated.now
    assert.equal(simulated.clock('resolution')!.target.nextStepAt, null)
    if (pausedAt > next) return
    simulated.act({ name: move === 'status_changed' ? move : 'resume', afterMinutes: pause })

    assert.equal(workingMs(level.hours, next, simulated.clock('resolution')!.target.nextStepAt!), workingMs(level.hours, pausedAt, simulated.now))
  })
})

t.test('one more holiday never makes a step come earlier', async t => {
  holds(t, fc.tuple(anySteps, anyDrawn, fc.nat(7 * 24 * 60)), ([steps, { stretch, hours, moments: [from] }, index]) => {
    const day = minutesOf(stretch)[index]?.date ?? ''
    const fewer = { ...hours, holidays: [...hours.holidays.filter(holiday => holiday.day !== day), { day }] }
    const momentsIn = (clock: Clock) => stepsAhead(clock).map(step => momentOfStep(clock, step))

    const before = momentsIn(started(makeLevel({ steps, hours }), from))
    momentsIn(started(makeLevel({ steps, hours: fewer }), from)).forEach((at, place) => assert.ok(at >= before[place]! || at.getTime() === endOfTime.getTime()))
  })
})

t.test('the preview names the moments that a ticket’s clocks will have', async t => {
  holds(t, fc.tuple(anySteps, anyDrawn), ([steps, { hours, moments: [from] }]) => {
    const level = makeLevel({ steps, hours })
    const policy = { steps, targets: { 1: level.minutes, 2: { ...level.minutes, next_response: null }, 3: level.minutes, 4: level.minutes } }
    const clocks = (['first_response', 'resolution'] as const).map(kind => runClock(startClock(1, kind, level.minutes[kind]!, level, from), from))
    const expected = clocks.flatMap(clock => stepsAhead(clock).map(step => momentOfStep(clock, step).getTime())).toSorted((one, other) => one - other)

    assert.deepEqual(previewSteps(policy, hours, from, 2).map(({ at }) => at.getTime()), expected)
    assert.ok(clocks.every(clock => budgetMs(clock.target) >= minute))
  })
})
