import t from 'tap'
import { previewDue } from '../../src/sla/preview-due.js'
import { office } from '../support/office.js'

const hours = office('Europe/Berlin', '08:00-17:00')
const none = { first_response: null, next_response: null, resolution: null }
const targets = { 1: none, 2: { first_response: 240, next_response: null, resolution: 480 }, 3: none, 4: { first_response: 15, next_response: 30, resolution: 20 } }

t.test('a ticket opened on Friday at 16:40 is due when the hours say so', async t => {
  const [urgent, high, normal] = previewDue({ targets }, hours, new Date('2026-11-27T15:40:00Z'))

  t.same(urgent, {
    priority: 4,
    due: { first_response: new Date('2026-11-27T15:55:00Z'), next_response: new Date('2026-11-30T07:10:00Z'), resolution: new Date('2026-11-27T16:00:00Z') }
  })
  t.same(high, { priority: 3, due: none })
  t.same(normal!.due, { first_response: new Date('2026-11-30T10:40:00Z'), next_response: null, resolution: new Date('2026-11-30T14:40:00Z') })
})
