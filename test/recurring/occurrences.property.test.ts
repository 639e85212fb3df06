import fc from 'fast-check'
import { DateTime } from 'luxon'
import assert from 'node:assert/strict'
import t from 'tap'
import { isWorkingDay, occurrencesAfter, occurrencesOf } from '../../src/recurring/occurrences.js'
import { ranks, type Recurrence } from '../../src/recurring/recurrence.js'
import { aroundTheClock, weekdays } from '../../src/schedules/opening-hours.js'
import { office } from '../support/office.js'
import { holds } from '../support/property.js'

const zones = ['Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia', 'America/Santiago', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati', 'UTC']
const plain: Recurrence = { kind: 'daily', every: 1, weekdays: [], monthDay: 1, rank: 1, weekday: 'mon', time: '08:00', timeZone: 'Europe/Berlin', from: '2026-11-25', until: null, count: null, closedDays: 'keep' }

const day = fc.integer({ min: Date.UTC(2009, 0, 1) / 86_400_000, max: Date.UTC(2031, 0, 1) / 86_400_000 }).map(number => new Date(number * 86_400_000).toISOString().slice(0, 10))
const time = fc.record({ hour: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })), minute: fc.constantFrom(0, 15, 30, 59) }).map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
const recurrence: fc.Arbitrary<Recurrence> = fc.record({
  kind: fc.constantFrom('once', 'daily', 'weekly', 'monthly_day', 'monthly_weekday', 'yearly'), every: fc.integer({ min: 1, max: 5 }), weekdays: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
  monthDay: fc.integer({ min: 1, max: 31 }), rank: fc.constantFrom(...ranks), weekday: fc.constantFrom(...weekdays), time, timeZone: fc.constantFrom(...zones), from: day,
  until: fc.constant(null), count: fc.option(fc.integer({ min: 1, max: 12 })), closedDays: fc.constant('keep')
})

const first = (rule: Recurrence, most: number, hours = aroundTheClock) => occurrencesAfter(rule, hours, new Date(0), most)
const daysSince = (from: DateTime, to: DateTime): number => Math.round(to.diff(from, 'days').days)

/** Whether a rule holds on a day, asked of the calendar alone. */
function fits ({ kind, every, weekdays: days, monthDay, rank, weekday, from }: Recurrence, at: DateTime): boolean {
  const start = DateTime.fromISO(from, { zone: 'utc' })
  const months = (at.year - start.year) * 12 + at.month - start.month
  const isDay = (wanted: number) => at.day === Math.min(wanted, at.daysInMonth!)
  switch (kind) {
    case 'once': return daysSince(start, at) === 0
    case 'daily': return daysSince(start, at) % every === 0
    case 'weekly': return days.includes(weekdays[at.weekday - 1]!) && Math.round(at.startOf('week').diff(start.startOf('week'), 'weeks').weeks) % every === 0
    case 'monthly_day': return months % every === 0 && isDay(monthDay)
    case 'yearly': return at.month === start.month && (at.year - start.year) % every === 0 && isDay(start.day)
    case 'monthly_weekday': return months % every === 0 && at.weekday - 1 === weekdays.indexOf(weekday) && (rank === -1 ? at.day + 7 > at.daysInMonth! : Math.ceil(at.day / 7) === rank)
  }
}

t.test('the days are those on which the rule holds, one by one', async t => {
  holds(t, recurrence, rule => {
    const found = first(rule, 12).map(({ day }) => day)
    const wanted: string[] = []
    const limit = rule.kind === 'once' ? 1 : Math.min(12, rule.count ?? 12)
    let at = DateTime.fromISO(rule.from, { zone: 'utc' })
    for (let step = 0; step < 9000 && wanted.length < limit; step += 1, at = at.plus({ days: 1 })) {
      const isNoDay = rule.timeZone === 'Pacific/Apia' && at.toISODate() === '2011-12-30'
      if (fits(rule, at)) { if (isNoDay && rule.time === '00:00') return; wanted.push(at.toISODate()!) }
    }
    assert.deepEqual(found.slice(0, wanted.length), wanted)
    if (wanted.length < limit) return
    assert.equal(found.length, wanted.length)
  })
})

t.test('each time is what the clocks show, or the first after it where they leap, and later than the one before', async t => {
  holds(t, recurrence, rule => {
    let last = -Infinity
    for (const { at, day } of first(rule, 60)) {
      assert.ok(at.getTime() > last)
      last = at.getTime()
      const local = DateTime.fromJSDate(at, { zone: rule.timeZone })
      const wanted = `${day}T${rule.time}`
      const shown = local.toFormat("yyyy-MM-dd'T'HH:mm")
      if (shown === wanted) {
        // The first of two: an hour, or half of one, before they showed something else.
        for (const earlier of [30, 60]) assert.notEqual(local.minus({ minutes: earlier }).toFormat("yyyy-MM-dd'T'HH:mm"), wanted)
        continue
      }
      assert.ok(shown > wanted, `${shown} is not after ${wanted}`)
      assert.ok(local.minus({ milliseconds: 1 }).toFormat("yyyy-MM-dd'T'HH:mm") < wanted, `${wanted} is left out by the clocks`)
    }
  })
})

t.test('days that move fall on working days, in order, and none is there twice', async t => {
  const hours = office('Europe/Berlin', '09:00-17:00', ['mon', 'tue', 'wed', 'fri'], [{ day: '2026-12-25' }, { day: '2026-12-24', hours: [{ from: '09:00', to: '12:00' }] }, { day: '2027-01-01' }])
  holds(t, fc.tuple(recurrence, fc.constantFrom('next' as const, 'previous' as const)), ([rule, closedDays]) => {
    const found = first({ ...rule, closedDays, from: rule.from < '2020' ? '2026-12-01' : rule.from }, 40, hours)
    const days = found.map(({ day }) => day)
    assert.deepEqual(days, [...new Set(days)].sort())
    for (const day of days) assert.ok(isWorkingDay(hours, Date.parse(`${day}T00:00:00Z`) / 86_400_000), day)
  })
})

t.test('the first Monday, the last working day and the end of February are found', async t => {
  const days = (rule: Partial<Recurrence>, most: number, hours = aroundTheClock) => first({ ...plain, ...rule }, most, hours).map(({ day }) => day)
  const week = office('Europe/Berlin', '09:00-17:00', undefined, [{ day: '2027-01-04' }, { day: '2026-12-31' }])
  t.same(days({ kind: 'monthly_weekday' }, 3), ['2026-12-07', '2027-01-04', '2027-02-01'])
  t.same(days({ kind: 'monthly_weekday', closedDays: 'next' }, 3, week), ['2026-12-07', '2027-01-05', '2027-02-01'])
  t.same(days({ kind: 'monthly_day', monthDay: 31, closedDays: 'previous' }, 4, week), ['2026-11-30', '2026-12-30', '2027-01-29', '2027-02-26'])
  t.same(days({ kind: 'monthly_day', monthDay: 30 }, 5), ['2026-11-30', '2026-12-30', '2027-01-30', '2027-02-28', '2027-03-30'])
  t.same(days({ kind: 'yearly', from: '2024-02-29' }, 5), ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'])
  t.same(days({ kind: 'weekly', every: 2, weekdays: ['mon', 'thu'], until: '2026-12-20' }, 9), ['2026-11-26', '2026-12-07', '2026-12-10'])
  t.same(days({ count: 2 }, 9), ['2026-11-25', '2026-11-26'])
  t.same(days({ kind: 'once' }, 9), ['2026-11-25'])
  t.same(days({ closedDays: 'next', until: '2026-11-30' }, 9, week), ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30'], 'Saturday, Sunday and Monday are one')
  t.same(first({ ...plain, kind: 'once', from: '2027-03-28', time: '02:30' }, 1)[0]?.at.toISOString(), '2027-03-28T01:00:00.000Z', 'the clocks leap over it')
  t.same(first({ ...plain, kind: 'once', from: '2026-10-25', time: '02:30' }, 1)[0]?.at.toISOString(), '2026-10-25T00:30:00.000Z', 'it comes twice')
})

t.test('a rule that goes on for ever is left when nobody asks for more, and one from long ago is quick', async t => {
  const [next] = occurrencesAfter({ ...plain, from: '1990-01-01' }, aroundTheClock, new Date('2026-11-25T12:00:00Z'))
  t.equal(next?.day, '2026-11-26')
  let seen = 0
  for (const { day } of occurrencesOf({ ...plain, from: '2190-01-01' }, aroundTheClock)) {
    seen += 1
    t.ok(day < '2200', day)
    if (seen > 20) break
  }
  t.equal(seen, 21)
})
