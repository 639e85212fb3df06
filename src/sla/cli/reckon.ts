import { minute } from '../../platform/clock.js'
import { InvalidFields } from '../../platform/errors.js'
import { addWorkingMsOutside, workingMsOutside, type Pause } from '../../schedules/paused-time.js'
import { longestTarget } from '../longest-target.js'
import { excerptOf, partsOf, refuse } from './parts-of.js'
import { readMoment } from './read-moment.js'
import { readSchedule } from './read-schedule.js'

export type Answer = { due: string } | { minutes: number }

/**
 * When so many minutes of working time are used up (`minutes`), or how many pass until a moment (`to`), by a
 * schedule, from a moment, without the pauses. Seconds count as parts of a minute, so that each undoes the other.
 *
 * @throws InvalidFields for whatever cannot be reckoned with.
 */
export function reckon (question: unknown): Answer {
  const { schedule, from, to, minutes, pauses = [] } = partsOf(question, 'question', ['schedule', 'from', 'to', 'minutes', 'pauses'])
  if ((minutes === undefined) === (to === undefined)) return refuse('question', 'sla.cli.minutes_or_to')
  if (!Array.isArray(pauses)) return refuse('pauses', 'sla.cli.no_pauses', { found: excerptOf(pauses) })

  const start = readMoment(from, 'from')
  const stops = pauses.map(readPause)
  const hours = readSchedule(schedule, start)
  if (to === undefined) return { due: dueAt(() => addWorkingMsOutside(hours, stops, start, readTarget(minutes))) }

  const end = readMoment(to, 'to')
  if (end < start) return refuse('to', 'sla.cli.backwards', { found: excerptOf(to) })
  return { minutes: workingMsOutside(hours, stops, start, end) / minute }
}

function readPause (value: unknown, place: number): Pause {
  const field = `pauses.${place}`
  if (!Array.isArray(value) || value.length !== 2) return refuse(field, 'sla.cli.no_pauses', { found: excerptOf(value) })
  const [from, to] = [readMoment(value[0], field), readMoment(value[1], field)]
  if (to < from) return refuse(field, 'sla.cli.backwards', { found: excerptOf(value[1]) })
  return { from, to }
}

function readTarget (minutes: unknown): number {
  const ms = typeof minutes === 'number' ? Math.round(minutes * minute) : NaN
  if (!(ms > 0 && ms <= longestTarget * minute)) return refuse('minutes', 'sla.cli.bad_target', { found: excerptOf(minutes), most: String(longestTarget) })
  return ms
}

function dueAt (reckoned: () => Date): string {
  try {
    return reckoned().toISOString()
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidFields({ schedule: { key: 'sla.cli.never_due' } })
    throw error
  }
}
