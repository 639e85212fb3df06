import { weekdays, type Holiday, type Interval, type OpeningHours } from './opening-hours.js'

/** “09:00-12:30, 13:00-17:00” as intervals; what cannot be read is kept as it is, so that the check can name it. */
export function readIntervals (text: string): Interval[] {
  return text.split(/[,;]/).map(part => part.trim()).filter(part => part !== '').map(part => {
    const [from = '', to = ''] = part.split(/\s*[-–]\s*/)
    return { from: padded(from), to: padded(to) }
  })
}

export const writeIntervals = (intervals: readonly Interval[]): string => intervals.map(({ from, to }) => `${from}-${to}`).join(', ')

/** A holiday a line: “2026-12-25 Christmas Day”, or with hours of its own, “2026-12-24 09:00-12:00 Christmas Eve”. */
export function readHolidays (text: string): Holiday[] {
  return text.split('\n').map(line => line.trim()).filter(line => line !== '').map(line => {
    const [day = '', ...rest] = line.split(/\s+/)
    const hours = rest.filter(word => /^\d{1,2}:\d{2}-\d{1,2}:\d{2},?$/.test(word))
    const name = rest.filter(word => !hours.includes(word)).join(' ')
    return { day, ...(name !== '' && { name }), ...(hours.length > 0 && { hours: readIntervals(hours.join(',')) }) }
  })
}

export const writeHolidays = (holidays: readonly Holiday[]): string => holidays.map(({ day, name, hours }) => [day, hours === undefined ? '' : writeIntervals(hours).replaceAll(', ', ','), name ?? ''].filter(Boolean).join(' ')).join('\n')

/** The whole week; null when the schedule never closes. */
export function readWeek (text: (weekday: string) => string, neverCloses: boolean): OpeningHours['hours'] {
  return neverCloses ? null : Object.fromEntries(weekdays.map(weekday => [weekday, readIntervals(text(weekday))])) as OpeningHours['hours']
}

const padded = (time: string): string => /^\d:\d{2}$/.test(time) ? `0${time}` : time
