// Random questions in working time, with the answers that one gets by counting minutes on the clocks of Intl.
import { minutesOn } from './clock-minutes.mjs'

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const minutesADay = 24 * 60
const days = 12

/** Zones whose clocks do odd things, each with days on which they do. Other days are drawn as well. */
const zones = {
  UTC: [],
  'Europe/Berlin': ['2026-03-29', '2026-10-25'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
  'Africa/Casablanca': ['2026-02-15', '2026-03-22', '2030-01-06', '2030-02-10'],
  'Pacific/Apia': ['2011-12-30', '2011-09-24', '2012-04-01'],
  'America/Santiago': ['2026-04-05', '2026-09-06'],
  'Asia/Tehran': ['2022-03-22', '2022-09-22', '2008-03-21'],
  'America/St_Johns': ['2010-03-14', '2010-11-07', '2026-03-08'],
  'Antarctica/Troll': ['2026-03-29', '2026-10-25'],
  'America/Caracas': ['2007-12-09', '2016-05-01'],
  'Asia/Pyongyang': ['2015-08-15', '2018-05-05'],
  'Africa/Cairo': ['2010-08-11', '2014-05-15', '2026-04-24'],
  'America/Havana': ['2026-03-08', '2026-11-01'],
  'Asia/Kathmandu': ['1986-01-01'],
  'Pacific/Kwajalein': ['1993-08-21']
}

/** A source of the same numbers for the same seed (mulberry32). */
export function drawFrom (seed) {
  let state = seed >>> 0
  const draw = () => {
    state = state + 0x6d2b79f5 | 0
    let mixed = Math.imul(state ^ state >>> 15, 1 | state)
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32
  }
  const below = most => Math.floor(draw() * most)
  return { below, oneOf: list => list[below(list.length)], isLucky: chance => draw() < chance }
}

/** Stretches of days in odd zones, as minutes: those with changes, and about as many drawn from 1990 to 2037. */
export function drawStretches ({ below }) {
  return Object.entries(zones).flatMap(([timeZone, changes]) => {
    const drawn = Array.from({ length: 5 }, () => Date.UTC(1990 + below(48), below(12), 1 + below(28)))
    return [...changes.map(day => Date.parse(day) - days / 2 * 86_400_000), ...drawn].map(from => ({ timeZone, from, ...minutesOn(timeZone, from, days) }))
  })
}

/** One question, and the answer. */
export function drawCase (draws, stretches) {
  const { below, isLucky } = draws
  const stretch = draws.oneOf(stretches)
  const schedule = drawSchedule(draws, stretch)
  const counts = openMinutes(stretch, schedule)
  const total = counts.length
  const written = index => new Date(stretch.from + index * 60_000).toISOString()

  const pauses = Array.from({ length: isLucky(0.5) ? 0 : 1 + below(3) }, () => [below(total), below(total)].sort((one, other) => one - other))
  for (const [from, to] of pauses) counts.fill(0, from, to)
  const question = { schedule, pauses: pauses.map(pause => pause.map(written)) }

  const from = below(total)
  const to = from + below(total - from)
  const counted = counts.subarray(from, to).reduce((sum, counts) => sum + counts, 0)
  if (counted === 0 || isLucky(0.4)) return { question: { ...question, from: written(from), to: written(to) }, answer: { minutes: counted } }

  const minutes = 1 + below(counted)
  let due = from
  for (let left = minutes; left > 0; due++) left -= counts[due]
  return { question: { ...question, from: written(from), minutes }, answer: { due: written(due) } }
}

/** An interval is open from when the clocks first come to its beginning until they first come to its end. */
function openMinutes ({ dates, dateOf, timeOf }, { hours, holidays }) {
  const special = new Map(holidays.map(holiday => typeof holiday === 'string' ? [holiday, []] : [holiday.date, holiday.hours]))
  const open = dates.map(date => {
    const intervals = special.get(date) ?? (hours === undefined ? [['00:00', '24:00']] : hours[weekdays[new Date(date).getUTCDay()]] ?? [])
    const day = new Uint8Array(minutesADay)
    for (const [from, to] of intervals) day.fill(1, minutesOf(from), minutesOf(to))
    return day
  })
  return Uint8Array.from(timeOf, (time, index) => open[dateOf[index]][time])
}

function drawSchedule (draws, { timeZone, dates }) {
  const { isLucky, oneOf } = draws
  const week = weekdays.filter(() => isLucky(0.7)).map(weekday => [weekday, drawIntervals(draws)])
  const always = oneOf(weekdays)
  const hours = isLucky(0.1) ? undefined : { ...Object.fromEntries(week), [always]: [['00:00', '24:00']] }
  const holidays = [...new Set(dates.filter(() => isLucky(0.1)))].map(date => isLucky(0.5) ? date : { date, hours: drawIntervals(draws) })
  return { timeZone, ...(hours && { hours }), holidays }
}

/** Up to three; some meet, some run to the end of the day. */
function drawIntervals ({ below, isLucky }) {
  const times = [...new Set(Array.from({ length: 2 * (1 + below(3)) }, () => isLucky(0.2) ? minutesADay : isLucky(0.4) ? 30 * below(49) : below(minutesADay + 1)))].sort((one, other) => one - other)
  const meets = isLucky(0.3)
  return times.flatMap((from, place) => place + 1 === times.length || (place % 2 === 1 && !meets) ? [] : [[clock(from), clock(times[place + 1])]])
}

const clock = minutes => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const minutesOf = time => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
