import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { workingMs } from '../../src/schedules/working-time.js'
import { timelineOf } from '../../src/sla/due-timeline.js'
import { presentTimeline } from '../../src/sla/timeline.presenter.js'
import { anyDrawn } from '../support/any-opening-hours.js'
import { office } from '../support/office.js'
import { holds } from '../support/property.js'

const hours = office('Europe/Berlin', '08:00-12:00 13:00-17:00')

t.test('five days are drawn from the day of the ticket on, and more when a promise ends later', async t => {
  const friday = new Date('2026-11-27T13:10:00Z')
  const week = timelineOf(hours, [friday, new Date('2026-11-30T07:10:00Z')])
  t.same(week.days.map(({ open }) => open.length), [2, 0, 0, 2, 2])
  t.same(week.places[1], { day: 3, share: (8 * 60 + 10) / 1440 })

  const long = timelineOf(hours, [friday, new Date('2026-12-04T07:10:00Z')])
  t.same(long.days.length, 8)

  const tooLong = timelineOf(hours, [friday, new Date('2027-01-04T07:10:00Z')])
  t.same([tooLong.days.length, tooLong.places[1]], [10, null], 'what is too far away is not drawn, and the days stay readable')
})

t.test('the bands of a drawing are as long as the working time of its days', async t => {
  holds(t, anyDrawn, ({ hours, moments }) => {
    const { days } = timelineOf(hours, moments)
    for (const [index, { startsAt, open }] of days.slice(0, -1).entries()) {
      const endsAt = days[index + 1]!.startsAt
      const drawn = open.reduce((sum, { from, to }) => sum + to - from, 0) * (endsAt.getTime() - startsAt.getTime())
      assert.ok(Math.abs(drawn - workingMs(hours, startsAt, endsAt)) < 1)
    }
  })
})

t.test('no two labels of a drawing lie on each other', async t => {
  holds(t, fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.string({ minLength: 1, maxLength: 24 })), { minLength: 1, maxLength: 6 }), drawn => {
    const days = Array.from({ length: 5 }, () => ({ startsAt: new Date(0), open: [] }))
    const { marks, top } = presentTimeline({ days, places: drawn.map(([day, share]) => ({ day, share })) }, drawn.map(([, , label]) => ({ label, isDue: true })), { day: () => '', label: '' })
    const boxes = marks.map(({ x, y, anchor, label }) => {
      const width = label.length * 6
      const from = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
      return { y, from, to: from + width }
    })
    for (const [index, a] of boxes.entries()) for (const b of boxes.slice(index + 1)) assert.ok(a.y !== b.y || a.to <= b.from || b.to <= a.from)
    assert.ok(marks.every(({ y }) => y > top))
  })
})
