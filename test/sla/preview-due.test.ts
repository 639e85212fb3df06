import t from 'tap'
import { previewDue } from '../../src/sla/preview-due.js'
import { office } from '../support/office.js'

const hours = office('Europe/Berlin', '08:00-17:00')
const none = { first_response: null, next_response: null, resolution: null }
const targets = { 1: none, 2: { first_response: 240, next_response: null, resolution: 480 }, 3: none, 4: { first_response: 15, next_response: 30, resolution: 20 } }
const friday = new Date('2026-11-27T15:40:00Z')

t.test('a ticket opened on Friday at 16:40 is due when the hours say so', async t => {
  const dueAt = (priority: 1 | 2 | 3 | 4) => Object.fromEntries(previewDue({ targets }, priority, hours, friday).map(({ kind, dueAt }) => [kind, dueAt]))

  t.same(dueAt(4), { first_response: new Date('2026-11-27T15:55:00Z'), next_response: new Date('2026-11-30T07:10:00Z'), resolution: new Date('2026-11-27T16:00:00Z') })
  t.same(dueAt(3), {}, 'what is not promised has no line')
  t.same(dueAt(2), { first_response: new Date('2026-11-30T10:40:00Z'), resolution: new Date('2026-11-30T14:40:00Z') })
})

t.test('it says which time was counted and which was not', async t => {
  const [, next] = previewDue({ targets }, 4, hours, friday)
  t.same(next!.periods, [
    { from: friday, to: new Date('2026-11-27T16:00:00Z'), closed: null },
    { from: new Date('2026-11-27T16:00:00Z'), to: new Date('2026-11-30T07:00:00Z'), closed: 'outside_hours' },
    { from: new Date('2026-11-30T07:00:00Z'), to: new Date('2026-11-30T07:10:00Z'), closed: null }
  ])
})
