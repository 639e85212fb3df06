import t from 'tap'
import { InvalidFields } from '../../src/platform/errors.js'
import { reckon } from '../../src/sla/cli/reckon.js'
import { reckonLines } from '../../src/sla/cli/reckon-lines.js'

const office = { timeZone: 'Europe/Berlin', hours: { mon: [['09:00', '12:30'], ['13:30', '17:00']], fri: [['09:00', '12:30'], ['13:30', '17:00']] } }
const friday = '2026-11-20T16:40+01:00'

t.test('what is due and what was used are told of the same schedule', async t => {
  t.same(reckon({ schedule: office, from: friday, minutes: 60 }), { due: '2026-11-23T08:40:00.000Z' })
  t.same(reckon({ schedule: office, from: friday, to: '2026-11-23T08:40Z' }), { minutes: 60 })
  t.same(reckon({ schedule: office, from: friday, to: '2026-11-20T15:41:30Z' }), { minutes: 1.5 }, 'seconds are parts of a minute')
  t.same(reckon({ schedule: office, from: friday, minutes: 60, pauses: [['2026-11-23T08:05Z', '2026-11-23T08:15Z'], ['2026-11-23T08:10Z', '2026-11-23T08:20Z']] }), { due: '2026-11-23T08:55:00.000Z' })
})

t.test('a day may run to midnight, intervals may meet, and without hours there is no closing time', async t => {
  const late = { timeZone: 'UTC', hours: { fri: [['20:00', '22:00'], ['22:00', '24:00']], sat: [['00:00', '01:00']] } }
  t.same(reckon({ schedule: late, from: '2026-11-20T00:00Z', minutes: 300 }), { due: '2026-11-21T01:00:00.000Z' })
  t.same(reckon({ schedule: { timeZone: 'Europe/Berlin' }, from: '2026-10-25T00:00+02:00', to: '2026-10-26T00:00+01:00' }), { minutes: 25 * 60 })
})

t.test('a holiday closes, or has hours of its own', async t => {
  const schedule = { timeZone: 'UTC', holidays: ['2026-12-25', { date: '2026-12-24', hours: [['09:00', '12:00']] }] }
  t.same(reckon({ schedule, from: '2026-12-24T00:00Z', to: '2026-12-26T00:00Z' }), { minutes: 180 })
})

t.test('days that never were and clocks that jump are counted as they passed', async t => {
  t.same(reckon({ schedule: { timeZone: 'Pacific/Apia' }, from: '2011-12-29T00:00-10:00', to: '2012-01-01T00:00+14:00' }), { minutes: 2 * 24 * 60 }, 'Samoa left out 30 December')
  t.same(reckon({ schedule: { timeZone: 'Australia/Lord_Howe', hours: { sun: [['01:00', '03:00']] } }, from: '2026-10-03T12:00Z', to: '2026-10-04T12:00Z' }), { minutes: 90 })
})

t.test('what cannot be reckoned with is refused with the place and the reason', async t => {
  const asked = (more: object) => () => reckon({ schedule: office, from: friday, minutes: 60, ...more })
  const refused: Array<[object, string, string]> = [
    [{ schedule: { ...office, timeZone: 'Europe/Bielefeld' } }, 'timeZone', 'schedules.problem.unknown_zone'],
    [{ schedule: { hours: office.hours } }, 'timeZone', 'sla.cli.no_zone'],
    [{ schedule: { timeZone: 'UTC', hours: {} } }, 'hours', 'schedules.problem.never_open'],
    [{ schedule: { timeZone: 'UTC', hours: { mon: [] } } }, 'hours', 'schedules.problem.never_open'],
    [{ schedule: { timeZone: 'UTC', hours: { mon: [['09:00', '12:00'], ['11:59', '13:00']] } } }, 'hours.mon', 'schedules.problem.overlap'],
    [{ schedule: { timeZone: 'UTC', hours: { mon: [['17:00', '09:00']] } } }, 'hours.mon', 'schedules.problem.backwards'],
    [{ schedule: { timeZone: 'UTC', hours: { mon: [['9:00', '17:00']] } } }, 'hours.mon', 'schedules.problem.bad_time'],
    [{ schedule: { timeZone: 'UTC', hours: { mon: ['09:00', '17:00'] } } }, 'hours.mon', 'sla.cli.no_intervals'],
    [{ schedule: { timeZone: 'UTC', hours: { monday: [] } } }, 'hours', 'sla.cli.unknown_name'],
    [{ schedule: { timeZone: 'UTC', holiday: [] } }, 'schedule', 'sla.cli.unknown_name'],
    [{ schedule: { timeZone: 'UTC', holidays: ['2026-02-29'] } }, 'holidays.0', 'schedules.problem.bad_day'],
    [{ schedule: { timeZone: 'UTC', holidays: [{ hours: [] }] } }, 'holidays.0', 'sla.cli.no_date'],
    [{ schedule: [] }, 'schedule', 'sla.cli.no_object'],
    [{ minutes: 0 }, 'minutes', 'sla.cli.bad_target'],
    [{ minutes: -5 }, 'minutes', 'sla.cli.bad_target'],
    [{ minutes: 10 * 366 * 24 * 60 }, 'minutes', 'sla.cli.bad_target'],
    [{ minutes: '60' }, 'minutes', 'sla.cli.bad_target'],
    [{ minutes: undefined }, 'question', 'sla.cli.minutes_or_to'],
    [{ to: friday }, 'question', 'sla.cli.minutes_or_to'],
    [{ minutes: undefined, to: '2026-11-20T15:39Z' }, 'to', 'sla.cli.backwards'],
    [{ from: '2026-02-30T09:00Z' }, 'from', 'sla.cli.no_such_moment'],
    [{ from: '2026-11-20T24:00Z' }, 'from', 'sla.cli.no_such_moment'],
    [{ from: '2026-11-20T16:40' }, 'from', 'sla.cli.no_moment'],
    [{ from: 1_763_653_200_000 }, 'from', 'sla.cli.no_moment'],
    [{ from: '9999-01-01T00:00Z' }, 'from', 'sla.cli.far_moment'],
    [{ pauses: [['2026-11-20T16:00Z']] }, 'pauses.0', 'sla.cli.no_pauses'],
    [{ pauses: [['2026-11-20T16:00Z', '2026-11-20T15:00Z']] }, 'pauses.0', 'sla.cli.backwards'],
    [{ pause: [] }, 'question', 'sla.cli.unknown_name']
  ]
  for (const [more, field, key] of refused) {
    const error = thrownBy(asked(more))
    t.type(error, InvalidFields, JSON.stringify(more))
    t.equal((error as InvalidFields).fields[field]?.key, key, JSON.stringify(more))
  }
})

t.test('hours that open for a minute a year end in words, not in a search for ever', async t => {
  const [answer] = await answersTo([`${JSON.stringify({ schedule: { timeZone: 'UTC', hours: {}, holidays: [{ date: '2026-12-24', hours: [['09:00', '09:01']] }] }, from: '2026-11-20T00:00Z', minutes: 2 })}\n`])
  t.match(answer, { error: /never used up/ })
})

t.test('a batch answers every line in its place, however the lines are cut into chunks', async t => {
  const line = (minutes: number) => JSON.stringify({ schedule: office, from: friday, minutes })
  const text = `${line(20)}\nno JSON\n\n${line(0)}\r\n"ü"\n${line(21)}`
  const expected = [{ due: '2026-11-20T16:00:00.000Z' }, { error: 'question: This is not JSON.' }, { error: 'question: This is not JSON.' }, { error: /minutes: “0” cannot be promised/ }, { error: /“ü” is not an object/ }, { due: '2026-11-23T08:01:00.000Z' }]
  const bytes = Buffer.from(text)
  for (const size of [1, 2, 7, bytes.length]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, place) => bytes.subarray(place * size, (place + 1) * size))
    t.match(await answersTo(chunks), expected, `chunks of ${size} bytes`)
  }
})

t.test('a line that never ends takes no memory and one answer', async t => {
  const chunks = [...Array.from({ length: 40 }, () => 'x'.repeat(100_000)), '\n', JSON.stringify({ schedule: office, from: friday, minutes: 20 })]
  t.match(await answersTo(chunks), [{ error: /longer than 1000000 bytes/ }, { due: String }])
})

function thrownBy (act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}

async function answersTo (chunks: Array<string | Uint8Array>): Promise<unknown[]> {
  async function * given () { for (const chunk of chunks) yield Buffer.from(chunk) }
  let text = ''
  for await (const part of reckonLines(given())) text += part
  return text.trimEnd().split('\n').map(line => JSON.parse(line) as unknown)
}
