import fc from 'fast-check'
import { minute } from '../../src/platform/clock.js'
import { weekdays, type Holiday, type Interval, type OpeningHours, type Weekday } from '../../src/schedules/opening-hours.js'
import { minutesOf, stretchOf, type Stretch } from './minutes.js'

/** Days on which clocks do what they rarely do. */
export const stretches: Stretch[] = [
  stretchOf('UTC', '2026-02-28'),
  stretchOf('Europe/Berlin', '2026-03-29'),
  stretchOf('Europe/Berlin', '2026-10-25'),
  stretchOf('Africa/Casablanca', '2026-02-15'), // winter time for Ramadan
  stretchOf('Africa/Casablanca', '2026-03-22'),
  stretchOf('America/Santiago', '2026-04-05'), // back at midnight, into the day before
  stretchOf('America/Santiago', '2026-09-06'), // a day without midnight
  stretchOf('America/St_Johns', '2010-11-07'), // back a minute after midnight, so a day begins twice
  stretchOf('Antarctica/Troll', '2026-03-29'), // two hours
  stretchOf('Australia/Lord_Howe', '2026-04-05'), // half an hour
  stretchOf('Australia/Lord_Howe', '2026-10-04'),
  stretchOf('Asia/Tehran', '2022-03-22'), // forward at midnight, for the last time
  stretchOf('Asia/Tehran', '2022-09-22'),
  stretchOf('Pacific/Apia', '2011-12-30') // a day that never was
]

/** What the drawn properties speak of: opening hours, a stretch of days in their zone and moments within it, in order. */
export interface Drawn { stretch: Stretch, hours: OpeningHours, moments: [Date, Date, Date] }

export const anyStretch = fc.constantFrom(...stretches)

const minutesOfDay = 24 * 60
const anyTime = fc.oneof(fc.nat(minutesOfDay), fc.constantFrom(0, 1, 30, 60, 90, 120, 150, 180, 1380, 1410, 1439, minutesOfDay))

/** Any even number of times, in order, begins and ends intervals; some of them touch. */
const anyIntervals: fc.Arbitrary<Interval[]> = fc.uniqueArray(anyTime, { maxLength: 6 }).chain(times => fc.boolean().map(touching => {
  const sorted = times.toSorted((one, other) => one - other).map(written)
  return sorted.flatMap((from, index) => {
    const to = sorted[index + 1]
    return to === undefined || (index % 2 === 1 && !touching) ? [] : [{ from, to }]
  })
}))

/** Open long enough for any budget to be used up in the hundred years that a due time is looked for. */
const anyWeek = fc.record(Object.fromEntries(weekdays.map(weekday => [weekday, anyIntervals])) as Record<Weekday, typeof anyIntervals>)
  .filter(week => openMinutesOf(Object.values(week).flat()) >= 10)

const anyHoliday = (day: string): fc.Arbitrary<Holiday> =>
  fc.record({ day: fc.constant(day), name: fc.constantFrom('Fair', 'Regatta'), hours: anyIntervals }, { requiredKeys: ['day'] })

const anyHolidays = (stretch: Stretch): fc.Arbitrary<Holiday[]> =>
  fc.subarray([...new Set(minutesOf(stretch).map(({ date }) => date))], { maxLength: 4 }).chain(days => fc.tuple(...days.map(anyHoliday)))

export const anyOpeningHours = (stretch: Stretch): fc.Arbitrary<OpeningHours> => fc.record({
  timeZone: fc.constant(stretch.timeZone),
  hours: fc.option(anyWeek, { freq: 8 }),
  holidays: anyHolidays(stretch)
})

export const anyDrawn: fc.Arbitrary<Drawn> = anyStretch.chain(stretch => fc.record({
  stretch: fc.constant(stretch),
  hours: anyOpeningHours(stretch),
  moments: fc.tuple(anyMoment(stretch), anyMoment(stretch), anyMoment(stretch)).map(inOrder)
}))

/** Working time from a millisecond to three weeks. */
export const anyBudget = fc.oneof(fc.integer({ min: 1, max: 3 * 7 * minutesOfDay }).map(minutes => minutes * minute), fc.integer({ min: 1, max: 40 * 60 * minute }))

const anyMoment = ({ from, to }: Stretch) => fc.oneof(
  fc.integer({ min: from, max: to - 1 }),
  fc.integer({ min: 0, max: (to - from) / minute - 1 }).map(minutes => from + minutes * minute)
).map(at => new Date(at))

const inOrder = (moments: [Date, Date, Date]) => moments.toSorted((one, other) => one.getTime() - other.getTime()) as [Date, Date, Date]

const openMinutesOf = (intervals: Interval[]) => intervals.reduce((total, { from, to }) => total + minutesIn(to) - minutesIn(from), 0)

function minutesIn (time: string): number {
  const [hour = 0, rest = 0] = time.split(':').map(Number)
  return hour * 60 + rest
}

function written (minutes: number): string {
  const [hour, rest] = [Math.floor(minutes / 60), minutes % 60]
  return `${String(hour).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}
