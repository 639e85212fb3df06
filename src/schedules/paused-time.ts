import type { OpeningHours } from './opening-hours.js'
import { addWorkingMs, workingMs } from './working-time.js'

/** A stretch in which no time counts, whatever the hours say; `to` is no part of it. */
export interface Pause { from: Date, to: Date }

/**
 * The working time that passes between two moments outside the pauses, which may come in any order, overlap
 * each other and reach beyond both moments.
 *
 * @throws RangeError as {@link workingMs} does.
 */
export function workingMsOutside (hours: OpeningHours, pauses: readonly Pause[], from: Date, to: Date): number {
  let total = 0
  let reached = from
  for (const pause of inOrder(pauses)) {
    if (pause.from >= to) break
    total += workingMs(hours, reached, pause.from)
    reached = later(reached, pause.to)
  }
  return total + workingMs(hours, reached, to)
}

/**
 * The first moment at which `ms` of working time have passed since `from` outside the pauses. What is used up
 * when a pause begins is due then, not when it ends.
 *
 * @throws RangeError as {@link addWorkingMs} does.
 */
export function addWorkingMsOutside (hours: OpeningHours, pauses: readonly Pause[], from: Date, ms: number): Date {
  if (ms === 0) return new Date(from)
  let left = ms
  let reached = from
  for (const pause of inOrder(pauses)) {
    const counted = workingMs(hours, reached, pause.from)
    if (counted >= left) break
    left -= counted
    reached = later(reached, pause.to)
  }
  return addWorkingMs(hours, reached, left)
}

const inOrder = (pauses: readonly Pause[]): Pause[] => pauses.toSorted((one, other) => one.from.getTime() - other.from.getTime())

const later = (one: Date, other: Date): Date => one > other ? one : other
