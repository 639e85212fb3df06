import t from 'tap'
import { readCalendar } from '../../src/schedules/read-calendar.js'

const calendar = (...events: string[][]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Riverside//EN', ...events.flatMap(lines => ['BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT']), 'END:VCALENDAR'].join('\r\n')
const read = (text: string) => readCalendar(text, '2026-01-01', '2029-12-31')

t.test('whole days come with their names, in order and once', async t => {
  t.same(read(calendar(
    ['DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261227', 'SUMMARY:Christmas\\, both days'],
    ['DTSTART;VALUE=DATE:20260501', 'SUMMARY:Tag der Arbeit'],
    ['DTSTART;VALUE=DATE:20260501', 'SUMMARY:Labour Day'],
    ['DTSTART;VALUE=DATE:20301225', 'SUMMARY:Too far']
  )), { days: [{ day: '2026-05-01', name: 'Tag der Arbeit' }, { day: '2026-12-25', name: 'Christmas, both days' }, { day: '2026-12-26', name: 'Christmas, both days' }], passedOver: 0 })
})

t.test('what comes back every year is there every year, but for its exceptions', async t => {
  const found = read(calendar(
    ['DTSTART;VALUE=DATE:20201003', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20271003', 'SUMMARY:Unity'],
    ['DTSTART;VALUE=DATE:20201126', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'SUMMARY:Thanksgiving']
  ))
  t.same('days' in found && found.days.map(({ day }) => day), ['2026-10-03', '2026-11-26', '2027-11-25', '2028-10-03', '2028-11-23', '2029-10-03', '2029-11-22'])
})

t.test('appointments, cancelled days and rare ways to come back are passed over and counted', async t => {
  t.same(read(calendar(
    ['DTSTART:20260501T100000Z', 'SUMMARY:A meeting'], ['DTSTART;VALUE=DATE:20260502', 'STATUS:CANCELLED'], ['DTSTART;VALUE=DATE:20260503', 'RRULE:FREQ=WEEKLY', 'SUMMARY:Sunday'],
    ['DTSTART;VALUE=DATE:20260504', 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'], ['DTSTART;VALUE=DATE:20260505', 'RRULE:FREQ=YEARLY;BYSETPOS=300;BYDAY=MO'], ['DTSTART;VALUE=DATE:20260506', 'RRULE:FREQ=SECONDLY'],
    ['SUMMARY:No day at all'], ['DTSTART;VALUE=DATE:20260507']
  )), { days: [{ day: '2026-05-07', name: '' }], passedOver: 7 })
})

t.test('what is no calendar, or too much of one, is refused in words', async t => {
  for (const text of ['', 'Dear all', '{"days": []}', 'BEGIN:VCARD\r\nEND:VCARD', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT', '\u0000'.repeat(100)]) t.match(read(text), { key: 'schedules.calendar.unreadable' }, JSON.stringify(text.slice(0, 30)))
  t.match(read(calendar(['DTSTART;VALUE=DATE:20260101', 'DTEND;VALUE=DATE:20290101'])), { key: 'schedules.calendar.too_many' }, 'three years of holidays')
  t.match(read(calendar(...Array.from({ length: 5001 }, () => ['DTSTART;VALUE=DATE:20260101']))), { key: 'schedules.calendar.too_many' })
})
