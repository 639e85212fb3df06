import t from 'tap'
import { checkOpeningHours } from '../../src/schedules/check-opening-hours.js'
import { aroundTheClock, type Holiday, type OpeningHours } from '../../src/schedules/opening-hours.js'
import { intervals, office } from '../support/office.js'

const check = (hours: OpeningHours) => checkOpeningHours(hours, new Date('2026-06-01T00:00Z')).map(({ field, key }) => `${field} ${key.replace('schedules.problem.', '')}`)
const onMonday = (times: string) => check(office('Europe/Berlin', times, ['mon']))
const withHolidays = (...holidays: Holiday[]) => check(office('Europe/Berlin', '09:00-17:00', undefined, holidays))

t.test('sound hours have no problem', async t => {
  t.same(check(aroundTheClock), [])
  t.same(onMonday('13:00-24:00 00:00-12:00 12:00-13:00'), [], 'in any order, and touching')
  t.same(withHolidays({ day: '2028-02-29', name: 'Leap' }, { day: '2026-12-24', hours: intervals('09:00-12:00') }), [])
})

t.test('a time that no clock shows is refused', async t => {
  for (const time of ['9:00', '09:60', '25:00', '24:01', '', 'noon']) t.same(onMonday(`${time}-17:00`), ['hours.mon bad_time'], time)
})

t.test('an interval ends after it begins', async t => {
  t.same(onMonday('17:00-09:00'), ['hours.mon backwards'])
  t.same(onMonday('09:00-09:00'), ['hours.mon backwards'])
  t.same(onMonday('24:00-24:00'), ['hours.mon backwards'])
})

t.test('intervals of a day do not overlap', async t => {
  t.same(onMonday('09:00-12:00 11:59-17:00'), ['hours.mon overlap'])
  t.same(onMonday('12:00-17:00 09:00-18:00'), ['hours.mon overlap'])
})

t.test('a zone has to exist', async t => {
  t.same(check({ ...aroundTheClock, timeZone: 'Europe/Bielefeld' }), ['timeZone unknown_zone'])
  t.same(check({ ...aroundTheClock, timeZone: '' }), ['timeZone unknown_zone'])
})

t.test('a holiday is a day that exists, named once', async t => {
  t.same(withHolidays({ day: '2026-02-29' }, { day: '24.12.2026' }, { day: '2026-12-24T00:00Z' }), ['holidays.0 bad_day', 'holidays.1 bad_day', 'holidays.2 bad_day'])
  t.same(withHolidays({ day: '2026-12-24' }, { day: '2026-12-24' }), ['holidays.1 day_twice'])
  t.same(withHolidays({ day: '2026-12-24', hours: intervals('12:00-09:00') }), ['holidays.0 backwards'])
})

t.test('hours open at least once in the coming year', async t => {
  t.same(check(office('Europe/Berlin', '09:00-17:00', [])), ['hours never_open'])
  t.same(check(office('Europe/Berlin', '09:00-17:00', [], [{ day: '2027-12-24', hours: intervals('09:00-12:00') }])), ['hours never_open'])
  t.same(check(office('Europe/Berlin', '09:00-17:00', [], [{ day: '2026-12-24', hours: intervals('09:00-12:00') }])), [])
})

t.test('a problem quotes what was written', async t => {
  const [problem] = checkOpeningHours(office('Europe/Berlin', '17:00-09:00', ['mon']), new Date('2026-06-01T00:00Z'))
  t.same(problem?.values, { from: '17:00', to: '09:00' })
})
