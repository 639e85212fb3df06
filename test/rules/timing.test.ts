import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { system } from '../../src/platform/actor.js'
import { after, day, hour, minute } from '../../src/platform/clock.js'
import { withActor } from '../../src/platform/context.js'
import { Answer } from '../../src/forms/answer.entity.js'
import { FieldChecks } from '../../src/platform/field-checks.js'
import { checkTiming } from '../../src/rules/check-timing.js'
import { runTimeRules } from '../../src/rules/commands/run-time-rules.js'
import { tryOnPast } from '../../src/rules/commands/try-on-past.js'
import { daysSql, listTimedTickets, slicesSql, stretchSql, type Timed } from '../../src/rules/timed-tickets.queries.js'
import { timedFields, windowOf, type TimedField, type Timing } from '../../src/rules/timing.js'
import { addSpan, readSpan, spanUnits } from '../../src/rules/time-span.js'
import type { OpeningHours } from '../../src/schedules/opening-hours.js'
import { editTicket } from '../../src/tickets/commands/edit-ticket.js'
import { holdTicket, moveTicket } from '../../src/tickets/commands/move-ticket.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { holds } from '../support/property.js'
import { addQuestion } from '../tickets/portal-support.js'
import { inWorld, type World } from '../support/world.js'
import { all, asks, withRule } from './support.js'

const nineToFive = [{ from: '09:00', to: '17:00' }]
const office: OpeningHours = { timeZone: 'Europe/Berlin', hours: { mon: nineToFive, tue: nineToFive, wed: [], thu: nineToFive, fri: nineToFive, sat: [], sun: [] }, holidays: [{ day: '2026-12-25' }] }
const start = Date.parse('2026-11-23T00:00:00Z')

t.test('a moment is spoken of by the look that comes with it, to the millisecond', async t => {
  for (const [span, side, time, moment] of [
    ['2 working hours', 'after', '2026-11-23T09:00:00Z', '2026-11-23T11:00:00Z'],
    ['2 working hours', 'after', '2026-11-23T15:30:00Z', '2026-11-24T09:30:00Z'],
    ['1 working days', 'after', '2026-11-24T09:00:00Z', '2026-11-26T09:00:00Z'],
    ['90 minutes', 'after', '2026-11-23T21:00:00Z', '2026-11-23T22:30:00Z'],
    ['2 working hours', 'before', '2026-11-24T09:30:00Z', '2026-11-23T15:30:00Z'],
    ['3 hours', 'before', '2026-11-23T12:00:00Z', '2026-11-23T09:00:00Z']
  ] as const) {
    const spokenOf = (lastLook: Date, look: Date): boolean => {
      const window = windowOf({ span, side }, office, lastLook, look)
      return window !== null && new Date(time) > window.from && new Date(time) <= window.upTo
    }
    const at = new Date(moment)
    t.ok(spokenOf(after(at, -minute), at), `${span} ${side} ${time}: at its moment`)
    t.notOk(spokenOf(after(at, -minute), after(at, -1)), `${span} ${side} ${time}: not before`)
    t.notOk(spokenOf(at, after(at, minute)), `${span} ${side} ${time}: not again`)
  }
})

t.test('a rule of time waits at least five minutes', async t => {
  const refuses = (span: string): boolean => {
    const checks = new FieldChecks()
    checkTiming(checks, { span, side: 'after', of: 'active_at' }, { questionKinds: new Map() })
    return checks.hasProblems
  }
  t.same(['4 minutes', '4.9 working minutes', '5 minutes', '5 working minutes', '1 hours'].map(refuses), [true, true, false, false, false])
})

t.test('every time falls into exactly one look, whatever is counted and however often one looks', async t => {
  const looks = fc.array(fc.integer({ min: 1, max: 3 * 24 * 60 }), { minLength: 3, maxLength: 30 })
  holds(t, fc.tuple(looks, fc.array(fc.integer({ min: 0, max: 40 * 24 * 60 }), { minLength: 10, maxLength: 10 }), fc.integer({ min: 1, max: 30 }), fc.constantFrom(...spanUnits), fc.constantFrom('before' as const, 'after' as const)), ([steps, times, amount, unit, side]) => {
    const span = `${amount} ${unit}`
    let at = start + 10 * day
    for (const [place, step] of steps.entries()) {
      const [last, look] = [new Date(at), new Date(at + step * minute)]
      at = look.getTime()
      const window = windowOf({ span, side }, office, last, look)
      for (const minutes of times) {
        const time = new Date(start + minutes * minute)
        const isIn = window !== null && time > window.from && time <= window.upTo
        const moment = side === 'after' ? addSpan(office, time, readSpan(span)!) : null
        if (moment !== null) assert.equal(isIn, moment > last && moment <= look, `look ${place}: ${time.toISOString()} ${side} ${span}`)
        else assert.equal(isIn, time > addSpan(office, last, readSpan(span)!) && time <= addSpan(office, look, readSpan(span)!))
      }
    }
  }, 60)
})

async function notesOf ({ platform }: Pick<World, 'platform'>, ticketId: number): Promise<number> {
  return platform.db.read.countBy(ThreadEntry, { ticketId, kind: 'note' })
}

const speaks = (of: TimedField, side: Timing['side'], span: string): { trigger: 'time', timing: Timing, actions: [{ kind: 'note', text: string }] } => ({ trigger: 'time', timing: { of, side, span }, actions: [{ kind: 'note', text: `${span} ${side} ${of}` }] })

/** Looks every half hour, twice, as a worker does that was restarted. */
async function wait ({ platform }: World, hours: number): Promise<void> {
  for (let half = 0; half < hours * 2; half += 1) {
    platform.clock.advance(30 * minute)
    await runTimeRules(platform)
    await runTimeRules(platform)
  }
}

inWorld('a rule speaks once before the promised date, and again when the date is moved', async (t, world) => {
  const { platform, ask, as, ana } = world
  const { id } = await ask()
  const other = await ask()
  await withRule(world, speaks('due_at', 'before', '2 hours'))
  await editTicket(as(ana), { ticketId: id, version: null, dueAt: after(platform.clock.now(), 5 * hour) })
  await wait(world, 2)
  t.equal(await notesOf(world, id), 0)
  await wait(world, 2)
  t.equal(await notesOf(world, id), 1)
  await wait(world, 4)
  t.equal(await notesOf(world, id), 1, 'once of each date')
  await editTicket(as(ana), { ticketId: id, version: null, dueAt: after(platform.clock.now(), 3 * hour) })
  await wait(world, 2)
  t.equal(await notesOf(world, id), 2, 'the new date has a moment of its own')
  t.equal(await notesOf(world, other.id), 0)
})

inWorld('it counts from opening, solution, closing, hold, promise and an answered day, and from nothing that was before the rule', async (t, world) => {
  const { platform, ask, as, ana, topics } = world
  const old = await ask()
  const wanted = await addQuestion(world, topics.accounts.id, 'date', { label: 'Needed by' })
  platform.clock.advance(4 * hour)
  for (const timing of [speaks('created_at', 'after', '3 hours'), speaks('resolved_at', 'after', '90 minutes'), speaks('closed_at', 'after', '2 hours'), speaks('hold_until', 'before', '1 hours'), speaks('next_due_at', 'after', '1 working hours'), speaks(`question.${wanted.id}`, 'before', '2 days')]) {
    await withRule(world, { name: `${timing.timing.of}`, ...timing })
  }
  const [fresh, held, dated, closed] = [await ask(), await ask(), await ask(), await ask()]
  await holdTicket(as(ana), { ticketId: held.id, reason: 'A part is missing', until: after(platform.clock.now(), 150 * minute) })
  const today = Date.parse(platform.clock.now().toISOString().slice(0, 10))
  await platform.db.transaction(async manager => manager.insert(Answer, { ticketId: dated.id, questionId: wanted.id, value: new Date(today + 3 * day).toISOString().slice(0, 10) }))
  await moveTicket(withActor(platform, system), { ticketId: closed.id, move: 'close' })
  const textsOf = async (ticketId: number) => (await platform.db.read.find(ThreadEntry, { where: { ticketId, kind: 'note' }, order: { id: 'ASC' } })).map(({ text }) => text)

  await wait(world, 2)
  t.same([await textsOf(fresh.id), await textsOf(held.id), await textsOf(closed.id)], [[], ['1 hours before hold_until'], ['90 minutes after resolved_at', '2 hours after closed_at']])
  await wait(world, 1)
  t.same(await textsOf(fresh.id), ['3 hours after created_at'])
  await wait(world, 34)
  t.ok((await textsOf(dated.id)).some(text => text === `2 days before question.${wanted.id}`), 'the day begins two days after')
  const due = (await platform.db.read.findOneByOrFail(Ticket, { id: fresh.id })).nextDueAt
  t.ok(due)
  t.ok((await textsOf(fresh.id)).includes('1 working hours after next_due_at'))
  t.notOk((await textsOf(old.id)).includes('3 hours after created_at'), 'what was before the rule is left alone')
  t.same((await textsOf(fresh.id)).length, new Set(await textsOf(fresh.id)).size, 'each once')
})

inWorld('a rule of time is tried on the tickets whose moment came, and says the same when it then runs', async (t, world) => {
  const { platform, ask, as, ana } = world
  const { id } = await ask()
  const rule = { name: 'Soon due', stops: false, conditions: all(asks('state', 'one_of', 'new', 'open')), ...speaks('due_at', 'before', '2 working hours') }
  await editTicket(as(ana), { ticketId: id, version: null, dueAt: after(platform.clock.now(), 3 * hour) })
  await withRule(world, rule)
  t.match(await tryOnPast(as(ana), 0, rule), { asked: 0 })
  platform.clock.advance(2 * hour)
  t.match(await tryOnPast(as(ana), 0, rule), { asked: 1, held: 1, shown: [{ ticketId: id }] })
  t.equal(await notesOf(world, id), 0)
  await runTimeRules(platform)
  t.equal(await notesOf(world, id), 1)
})

inWorld('every time is found by an index, also when many tickets share it', async (t, world) => {
  const { platform, ask } = world
  const ids: number[] = []
  for (let count = 0; count < 3; count += 1) ids.push((await ask()).id)
  const window = { from: new Date(0), upTo: after(platform.clock.now(), day) }
  const { departmentId } = await platform.db.read.findOneByOrFail(Ticket, { id: ids[0]! })
  for (const of of timedFields) {
    const found: Timed[] = []
    for await (const timed of listTimedTickets(platform.db.read, of, new Map([[departmentId, window]]))) found.push(timed)
    t.equal(new Set(found.map(({ id }) => id)).size, found.length, `${of}: none twice`)
    if (of === 'created_at' || of === 'active_at') t.ok(found.length > 0, of)
  }
  const explain = async (sql: string, values: unknown[]): Promise<string> => JSON.stringify(await platform.db.read.query(`EXPLAIN ${platform.db.engine === 'sqlite' ? 'QUERY PLAN ' : ''}${sql}`, values))
  for (const column of ['created_at', 'due_at', 'hold_until', 'resolved_at', 'closed_at']) t.match(await explain(stretchSql(column), [0, 1, 0, 1]), new RegExp(`ix_tickets_${column}`), column)
  for (const column of ['active_at', 'sorts_at']) t.match(await explain(...Object.values(slicesSql(column, [[departmentId, window]])) as [string, unknown[]]), new RegExp(`ix_tickets_department_id_state_${column}`))
  t.match(await explain(daysSql, [1, '"2026-11-28"']), /ix_answers_days/)
})
