import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { day } from '../../src/platform/clock.js'
import { aroundTheClock, type OpeningHours } from '../../src/schedules/opening-hours.js'
import { addWorkingDays } from '../../src/schedules/working-days.js'
import { anyDrawn } from '../support/any-opening-hours.js'
import { minutesOf, openMinutes } from '../support/minutes.js'
import { intervals, office } from '../support/office.js'
import { holds } from '../support/property.js'

const berlin = office('Europe/Berlin', '09:00-17:00')
const later = (hours: OpeningHours, from: string, days: number) => addWorkingDays(hours, new Date(from), days).toISOString()

t.test('in three working days is the same time on the third day that opens', async t => {
  t.equal(later(berlin, '2026-06-04T14:30:15.250+02:00', 3), '2026-06-09T12:30:15.250Z')
  t.equal(later(berlin, '2026-06-06T14:30+02:00', 1), '2026-06-08T12:30:00.000Z', 'from a Saturday')
})

t.test('the time of day need not be within the hours', async t => {
  t.equal(later(berlin, '2026-06-04T22:00+02:00', 1), '2026-06-05T20:00:00.000Z')
})

t.test('no days later is now', async t => {
  t.equal(later(berlin, '2026-06-06T14:30+02:00', 0), '2026-06-06T12:30:00.000Z')
})

t.test('a holiday is no working day, one with hours of its own is', async t => {
  const christmas = { ...berlin, holidays: [{ day: '2026-12-24', hours: intervals('09:00-12:00') }, { day: '2026-12-25' }] }

  t.equal(later(christmas, '2026-12-23T10:00+01:00', 1), '2026-12-24T09:00:00.000Z')
  t.equal(later(christmas, '2026-12-23T10:00+01:00', 2), '2026-12-28T09:00:00.000Z')
})

t.test('around the clock each day is a working day', async t => {
  t.equal(later(aroundTheClock, '2026-06-05T10:00Z', 3), '2026-06-08T10:00:00.000Z')
})

t.test('the time of day stays when the clocks are changed meanwhile', async t => {
  t.equal(later(berlin, '2026-03-27T10:00+01:00', 1), '2026-03-30T08:00:00.000Z')
})

t.test('a time of day that is skipped moves to the next that exists, one that happens twice means the first', async t => {
  const berlinAlways = { ...aroundTheClock, timeZone: 'Europe/Berlin' }

  t.equal(later(berlinAlways, '2026-03-28T02:30+01:00', 1), '2026-03-29T01:00:00.000Z')
  t.equal(later(berlinAlways, '2026-10-24T02:30+02:00', 1), '2026-10-25T00:30:00.000Z')
  t.equal(later(berlinAlways, '2026-10-25T02:30+01:00', 1), '2026-10-26T01:30:00.000Z', 'the second of two starts from the same day')
})

t.test('a day that never was is no working day', async t => {
  t.equal(later({ ...aroundTheClock, timeZone: 'Pacific/Apia' }, '2011-12-29T12:00-10:00', 1), '2011-12-30T22:00:00.000Z')
})

t.test('days that never come are given up', async t => {
  t.throws(() => later(office('UTC', '09:00-17:00', []), '2026-06-01T00:00Z', 1), /no 1 days/)
  t.throws(() => later(berlin, '2026-06-01T00:00Z', 1e9), /no 1000000000 days/)
  t.throws(() => later(berlin, '2026-06-01T00:00Z', -1), RangeError)
  t.throws(() => later(berlin, '2026-06-01T00:00Z', 1.5), RangeError)
})

t.test('the days between are counted as a calendar counts those with an open minute', async t => {
  holds(t, fc.tuple(anyDrawn, fc.integer({ min: 1, max: 9 })), ([{ stretch, hours, moments: [from] }, days]) => {
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: hours.timeZone })
    const open = openMinutes(stretch, hours)
    const today = clock.format(from)
    const openDates = [...new Set(minutesOf(stretch).filter((_, index) => open[index] === true).map(({ date }) => date))].filter(date => date > today)

    const due = addWorkingDays(hours, from, days)
    if (due.getTime() < stretch.to - day) assert.equal(clock.format(due), openDates[days - 1])
    assert.ok(due > from)
  })
})

t.test('days can be added one after the other', async t => {
  const anyDays = fc.integer({ min: 1, max: 30 })
  holds(t, fc.tuple(anyDrawn, anyDays, anyDays), ([{ hours, moments: [from] }, some, more]) => {
    const here = { ...hours, timeZone: 'UTC' }

    assert.deepEqual(addWorkingDays(here, addWorkingDays(here, from, some), more), addWorkingDays(here, from, some + more))
  })
})
