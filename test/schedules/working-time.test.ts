import t from 'tap'
import { hour, minute } from '../../src/platform/clock.js'
import { aroundTheClock, weekdays, type OpeningHours } from '../../src/schedules/opening-hours.js'
import { addWorkingMs, isOpenAt, nextOpening, workingMs } from '../../src/schedules/working-time.js'
import { intervals, office } from '../support/office.js'

const berlin = office('Europe/Berlin', '09:00-12:00 13:00-17:00')
const always = (timeZone: string): OpeningHours => ({ timeZone, hours: null, holidays: [] })
const due = (hours: OpeningHours, from: string, hoursOfWork: number) => addWorkingMs(hours, new Date(from), hoursOfWork * hour).toISOString()
const worked = (hours: OpeningHours, from: string, to: string) => workingMs(hours, new Date(from), new Date(to)) / hour

t.test('lunch does not count', async t => {
  t.equal(due(berlin, '2026-06-01T11:00+02:00', 2), '2026-06-01T12:00:00.000Z')
  t.equal(worked(berlin, '2026-06-01T00:00+02:00', '2026-06-02T00:00+02:00'), 7)
  t.equal(worked(berlin, '2026-06-01T12:00+02:00', '2026-06-01T13:00+02:00'), 0)
})

t.test('a weekend does not count', async t => {
  t.equal(due(berlin, '2026-06-05T16:00+02:00', 3), '2026-06-08T09:00:00.000Z')
})

t.test('what ends with the working day is due when we close, not when we open again', async t => {
  t.equal(due(berlin, '2026-06-05T16:00+02:00', 1), '2026-06-05T15:00:00.000Z')
  t.equal(due(berlin, '2026-06-05T11:00+02:00', 1), '2026-06-05T10:00:00.000Z', 'nor after lunch')
})

t.test('no working time is due at once, open or not', async t => {
  t.equal(due(berlin, '2026-06-06T03:00+02:00', 0), '2026-06-06T01:00:00.000Z')
})

t.test('hours until 24:00 run on into the next day that begins at 00:00', async t => {
  const night = office('Europe/Berlin', '00:00-06:00 22:00-24:00', weekdays)

  t.equal(due(night, '2026-06-01T23:00+02:00', 2), '2026-06-01T23:00:00.000Z')
  t.equal(worked(night, '2026-06-01T12:00+02:00', '2026-06-02T12:00+02:00'), 8)
  t.ok(isOpenAt(night, new Date('2026-06-02T00:00+02:00')))
})

t.test('hours need not be written in order', async t => {
  t.equal(due(office('Europe/Berlin', '13:00-17:00 09:00-12:00'), '2026-06-01T08:00+02:00', 4), '2026-06-01T12:00:00.000Z')
})

t.test('a holiday is closed, or has the hours that it is given', async t => {
  const christmas = office('Europe/Berlin', '09:00-17:00', undefined, [
    { day: '2026-12-24', name: 'Christmas Eve', hours: intervals('09:00-12:00') },
    { day: '2026-12-25', name: 'Christmas Day' },
    { day: '2026-12-27', name: 'Open Sunday', hours: intervals('10:00-11:00') }
  ])

  t.equal(worked(christmas, '2026-12-24T00:00+01:00', '2026-12-28T00:00+01:00'), 4)
  t.equal(due(christmas, '2026-12-24T10:00+01:00', 3), '2026-12-27T10:00:00.000Z')
  t.equal(due(christmas, '2026-12-24T10:00+01:00', 4), '2026-12-28T09:00:00.000Z')
})

t.test('hours around the clock close for holidays only', async t => {
  t.equal(due(aroundTheClock, '2026-06-05T16:00Z', 100), '2026-06-09T20:00:00.000Z')
  t.equal(worked({ ...aroundTheClock, holidays: [{ day: '2026-06-06' }] }, '2026-06-05T00:00Z', '2026-06-08T00:00Z'), 48)
})

t.test('a day is as long as its clocks make it', async t => {
  t.equal(worked(always('Europe/Berlin'), '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'), 23)
  t.equal(worked(always('Europe/Berlin'), '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00'), 25)
  t.equal(worked(office('Australia/Lord_Howe', '00:00-24:00', ['sun']), '2026-04-04T00:00Z', '2026-04-06T12:00Z'), 24.5)
  t.equal(worked(office('Pacific/Apia', '00:00-24:00', ['fri']), '2011-12-28T00:00Z', '2012-01-02T00:00Z'), 0, 'that Friday never was')
})

t.test('a time that is skipped moves to the next that exists', async t => {
  const early = office('Europe/Berlin', '02:30-04:00', ['sun'])

  t.equal(nextOpening(early, new Date('2026-03-29T00:00+01:00'))?.toISOString(), '2026-03-29T01:00:00.000Z')
  t.equal(worked(early, '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'), 1)
  t.equal(worked(office('Europe/Berlin', '02:00-03:00', ['sun']), '2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00'), 0)
})

t.test('a time that happens twice means the first', async t => {
  const early = office('Europe/Berlin', '01:00-02:30', ['sun'])
  const late = office('Europe/Berlin', '02:30-04:00', ['sun'])

  t.equal(worked(early, '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00'), 1.5)
  t.equal(worked(late, '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00'), 2.5)
})

t.test('the minute of opening is open and that of closing is closed', async t => {
  t.ok(isOpenAt(berlin, new Date('2026-06-01T09:00+02:00')))
  t.notOk(isOpenAt(berlin, new Date('2026-06-01T08:59:59.999+02:00')))
  t.ok(isOpenAt(berlin, new Date('2026-06-01T11:59:59.999+02:00')))
  t.notOk(isOpenAt(berlin, new Date('2026-06-01T12:00+02:00')))
})

t.test('the next opening is now while we are open', async t => {
  t.equal(nextOpening(berlin, new Date('2026-06-05T10:00+02:00'))?.toISOString(), '2026-06-05T08:00:00.000Z')
  t.equal(nextOpening(berlin, new Date('2026-06-05T17:00+02:00'))?.toISOString(), '2026-06-08T07:00:00.000Z')
})

t.test('no working time passes backwards', async t => {
  t.equal(worked(berlin, '2026-06-02T12:00Z', '2026-06-01T12:00Z'), 0)
})

t.test('hours that never come are given up', async t => {
  const never = office('Europe/Berlin', '02:00-03:00', [])
  const rare = office('Europe/Berlin', '09:00-09:01', ['mon'])

  t.throws(() => due(never, '2026-06-01T00:00Z', 1), /never add up/)
  t.equal(nextOpening(never, new Date('2026-06-01T00:00Z')), null)
  t.equal(worked(never, '2026-06-01T00:00Z', '2027-06-01T00:00Z'), 0)
  t.throws(() => addWorkingMs(rare, new Date('2026-06-01T00:00Z'), Number.MAX_SAFE_INTEGER), /never add up/)
})

t.test('what cannot be reckoned with is refused instead of waited for', async t => {
  const noon = new Date('2026-06-01T12:00Z')

  t.throws(() => addWorkingMs(berlin, noon, -1), RangeError)
  t.throws(() => addWorkingMs(berlin, noon, NaN), RangeError)
  t.throws(() => addWorkingMs(berlin, new Date(NaN), minute), RangeError)
  t.throws(() => addWorkingMs(always('Europe/Bielefeld'), noon, minute), /Europe\/Bielefeld/)
})
