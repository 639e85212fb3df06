import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { workingMs } from '../../../src/schedules/working-time.js'
import { targetKinds } from '../../../src/sla/target-kind.js'
import { dueTimes } from '../../../src/tickets/clocks/due-times.js'
import { receiptOf } from '../../../src/tickets/clocks/receipt.js'
import { budgetMs, isOpen, usedMsAt } from '../../../src/tickets/clocks/target-clock.js'
import { ticketLifecycle } from '../../../src/tickets/ticket.lifecycle.js'
import { holds } from '../../support/property.js'
import { allDay, makeLevel } from './levels.js'
import { SimulatedTicket, type Act } from './simulate.js'

const opening = new Date('2026-12-22T09:17:00Z')
const levels = [makeLevel(), allDay(), makeLevel({ pausesOnHold: false }), makeLevel({ minutes: { first_response: null, next_response: 30, resolution: null } }), makeLevel({ minutes: { first_response: 15, next_response: null, resolution: 60 } })]

const talk = ['replied', 'message_received', 'noted', 'status_changed']
const terms = ['priority_changed', 'transferred', 'topic_changed']
const act = (names: readonly string[]): fc.Arbitrary<Act> => fc.record({
  name: fc.constantFrom(...names),
  by: fc.constantFrom('agent', 'requester', 'system'),
  which: fc.constantFrom('first', 'last'),
  clock: fc.constantFrom('pauses', 'runs', null),
  afterMinutes: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 10_000 }))
})
const walk = (names: readonly string[]) => fc.array(fc.tuple(act(names), fc.constantFrom(...levels, null)), { maxLength: 25 })
const plainActs = [...ticketLifecycle.transitionNames, ...talk, ...talk]
const allActs = [...plainActs, ...terms, 'reply_withdrawn']

t.test('whatever happens, each promise has at most one open clock, and it runs exactly when it is due', async t => {
  holds(t, fc.tuple(fc.constantFrom(...levels, null), walk(allActs)), ([level, acts]) => {
    const simulated = new SimulatedTicket(level, opening)
    for (const [act, nextLevel] of acts) {
      if (terms.includes(act.name)) simulated.level = nextLevel
      simulated.act(act)
      checkClocks(simulated)
    }
  }, 400)
})

t.test('a receipt adds up to the time used, after any walk', async t => {
  holds(t, fc.tuple(fc.constantFrom(...levels, null), walk(allActs), fc.integer({ min: 0, max: 5000 })), ([level, acts, later]) => {
    const simulated = new SimulatedTicket(level, opening)
    for (const [act, nextLevel] of acts) {
      if (terms.includes(act.name)) simulated.level = nextLevel
      simulated.act(act)
    }
    checkReceipts(simulated.act({ name: 'noted', afterMinutes: later }))
  }, 300)
})

t.test('while nobody changes the terms, a receipt needs no adjustment and tells every minute once', async t => {
  holds(t, fc.tuple(fc.constantFrom(...levels), walk(plainActs)), ([level, acts]) => {
    const simulated = new SimulatedTicket(level, opening)
    for (const [act] of acts) simulated.act(act)

    for (const receipt of checkReceipts(simulated)) {
      assert.ok(receipt.lines.every(({ kind }) => kind !== 'adjusted'))
      for (const [place, line] of receipt.lines.entries()) {
        assert.deepEqual(line.from, place === 0 ? receipt.startedAt : receipt.lines[place - 1]!.to)
      }
    }
  }, 300)
})

t.test('an active ticket owes a solution exactly when one is promised', async t => {
  holds(t, fc.tuple(fc.constantFrom(...levels), walk(plainActs)), ([level, acts]) => {
    const simulated = new SimulatedTicket(level, opening)
    for (const [act] of acts) {
      simulated.act(act)
      const isActive = ticketLifecycle.states[simulated.ticket.state].clock !== 'stops'
      const owes = simulated.clocks.some(clock => clock.target.kind === 'resolution' && isOpen(clock))
      assert.equal(owes, isActive && level.minutes.resolution !== null)
    }
  }, 300)
})

t.test('a pause moves the due time by the working time that it lasted', async t => {
  const minutes = fc.integer({ min: 0, max: 6000 })
  holds(t, fc.tuple(fc.constantFrom('ask', 'hold'), minutes, minutes), ([move, before, pause]) => {
    const level = makeLevel({ minutes: { first_response: null, next_response: null, resolution: 2400 } })
    const simulated = new SimulatedTicket(level, opening)
    const due = simulated.clock('resolution')!.target.dueAt!
    simulated.act({ name: move, afterMinutes: before })
    const pausedAt = simulated.now
    if (pausedAt > due) return
    simulated.act({ name: 'resume', afterMinutes: pause })

    const shifted = workingMs(level.hours, due, simulated.clock('resolution')!.target.dueAt!)
    assert.equal(shifted, workingMs(level.hours, pausedAt, simulated.now))
  })
})

function checkClocks ({ clocks, ticket, now }: SimulatedTicket): void {
  const rests = ticketLifecycle.states[ticket.state].clock === 'stops'
  for (const kind of targetKinds) assert.ok(clocks.filter(clock => clock.target.kind === kind && isOpen(clock)).length <= 1, `two open clocks: ${kind}`)

  for (const clock of clocks) {
    const { usedMs, runningSince, dueAt, nextStepAt, metAt, droppedAt, startedAt } = clock.target
    assert.ok(usedMs >= 0 && usedMs <= now.getTime() - startedAt.getTime())
    assert.equal(runningSince !== null, dueAt !== null)
    assert.ok(nextStepAt === null || (dueAt !== null && nextStepAt <= dueAt))
    assert.ok(metAt === null || droppedAt === null)
    if (!isOpen(clock) || rests) assert.equal(runningSince, null)
    if (dueAt !== null && usedMs < budgetMs(clock.target)) assert.equal(usedMsAt(clock, dueAt), budgetMs(clock.target))
  }

  const { nextDueAt } = dueTimes(clocks, ticket.state, null)
  assert.equal(nextDueAt !== null, clocks.some(({ target }) => target.dueAt !== null))
}

function checkReceipts ({ clocks, segments, now }: SimulatedTicket) {
  return clocks.map(clock => {
    const receipt = receiptOf(clock, segments, now)
    assert.equal(receipt.lines.reduce((sum, { ms }) => sum + ms, 0), receipt.usedMs)
    assert.ok(receipt.lines.every(({ from, to }) => from <= to))
    return receipt
  })
}
