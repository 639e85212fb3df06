import assert from 'node:assert/strict'
import t from 'tap'
import type { OpeningHours } from '../../src/schedules/opening-hours.js'
import { openPeriods } from '../../src/schedules/opening-periods.js'
import { isOpenAt, workingMs } from '../../src/schedules/working-time.js'
import { anyDrawn } from '../support/any-opening-hours.js'
import { intervals, office } from '../support/office.js'
import { holds } from '../support/property.js'

const lines = (hours: OpeningHours, from: string, to: string) => openPeriods(hours, new Date(from), new Date(to))
  .map(period => [period.from.toISOString().slice(5, 16), period.to.toISOString().slice(5, 16), period.name ?? period.closed ?? 'open'].join(' '))

t.test('a receipt tells open time from closed, with a weekend in one line', async t => {
  t.same(lines(office('UTC', '09:00-12:00 13:00-17:00'), '2026-06-05T10:00Z', '2026-06-08T10:00Z'), [
    '06-05T10:00 06-05T12:00 open',
    '06-05T12:00 06-05T13:00 outside_hours',
    '06-05T13:00 06-05T17:00 open',
    '06-05T17:00 06-08T09:00 outside_hours',
    '06-08T09:00 06-08T10:00 open'
  ])
})

t.test('all that is closed of a holiday is put down to it by name', async t => {
  const christmas = office('UTC', '09:00-17:00', undefined, [
    { day: '2026-12-24', name: 'Christmas Eve', hours: intervals('09:00-12:00') },
    { day: '2026-12-25', name: 'Christmas' },
    { day: '2026-12-26', name: 'Christmas' }
  ])

  t.same(lines(christmas, '2026-12-23T16:00Z', '2026-12-28T10:00Z'), [
    '12-23T16:00 12-23T17:00 open',
    '12-23T17:00 12-24T00:00 outside_hours',
    '12-24T00:00 12-24T09:00 Christmas Eve',
    '12-24T09:00 12-24T12:00 open',
    '12-24T12:00 12-25T00:00 Christmas Eve',
    '12-25T00:00 12-27T00:00 Christmas',
    '12-27T00:00 12-28T09:00 outside_hours',
    '12-28T09:00 12-28T10:00 open'
  ])
})

t.test('a holiday without a name is still told from a weekend', async t => {
  const [period] = openPeriods(office('UTC', '09:00-17:00', undefined, [{ day: '2026-06-01' }]), new Date('2026-06-01T10:00Z'), new Date('2026-06-01T11:00Z'))
  t.equal(period?.closed, 'holiday')
})

t.test('hours that touch are one period, also across midnight', async t => {
  t.same(lines(office('UTC', '00:00-12:00 12:00-24:00'), '2026-06-01T10:00Z', '2026-06-03T10:00Z'), ['06-01T10:00 06-03T10:00 open'])
})

t.test('no time has no periods', async t => {
  t.same(lines(office('UTC', '09:00-17:00'), '2026-06-01T10:00Z', '2026-06-01T10:00Z'), [])
})

t.test('each moment is in one period, neighbours differ, and what is open adds up', async t => {
  holds(t, anyDrawn, ({ hours, moments: [from, , to] }) => {
    const periods = openPeriods(hours, from, to)

    let reached = from
    let open = 0
    for (const [index, period] of periods.entries()) {
      assert.deepEqual(period.from, reached)
      assert.ok(period.to > period.from)
      assert.equal(isOpenAt(hours, period.from), period.closed === null)
      assert.notDeepEqual([period.closed, period.name], [periods[index - 1]?.closed, periods[index - 1]?.name])
      if (period.closed === null) open += period.to.getTime() - period.from.getTime()
      reached = period.to
    }
    assert.deepEqual(reached, to)
    assert.equal(open, workingMs(hours, from, to))
  })
})
