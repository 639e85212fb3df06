import type { OpeningHours } from '../schedules/opening-hours.js'
import { second } from '../platform/clock.js'
import { addSpan, readSpan, type Span } from './time-span.js'

/** The times of a ticket from which a rule can count, each found by an index. */
export const timedFields = ['active_at', 'created_at', 'next_due_at', 'due_at', 'hold_until', 'resolved_at', 'closed_at'] as const
export type TimedField = typeof timedFields[number] | `question.${number}`

/** When a rule of time speaks: so long before or after a time of the ticket. */
export interface Timing { span: string, side: 'before' | 'after', of: TimedField }

/** What is known ahead. Only of these can something be due “before”. */
const ahead: ReadonlySet<string> = new Set<TimedField>(['next_due_at', 'due_at', 'hold_until'])
export const mayComeBefore = (field: TimedField): boolean => ahead.has(field) || field.startsWith('question.')

/** A hold that ended leaves no date behind. */
export const mayComeAfter = (field: TimedField): boolean => field !== 'hold_until'

/** Times of which those are looked at that are later than `from` and not later than `upTo`. */
export interface Window { from: Date, upTo: Date }

/**
 * The times for which a rule's moment came between two looks, in some opening hours: every time falls into
 * exactly one of the windows of looks that follow each other. Null when it is none that can be reckoned.
 */
export function windowOf ({ span: text, side }: Pick<Timing, 'span' | 'side'>, hours: OpeningHours, lastLook: Date, look: Date): Window | null {
  const span = readSpan(text)
  if (span === null) return null
  const edge = side === 'before' ? (at: Date) => addSpan(hours, at, span) : (at: Date) => latestBefore(hours, at, span)
  const [from, upTo] = [edge(lastLook), edge(look)]
  return from < upTo ? { from, upTo } : null
}

const longestBack = 4 * 366 * 24 * 60 * 60 * second

/** The latest time from which a stretch of time is over at a moment, to the millisecond. */
function latestBefore (hours: OpeningHours, at: Date, span: Span): Date {
  const isOver = (from: number): boolean => addSpan(hours, new Date(from), span) <= at
  let [early, late] = [at.getTime() - longestBack, at.getTime() + 1]
  if (!span.unit.startsWith('working')) return new Date(at.getTime() - (addSpan(hours, at, span).getTime() - at.getTime()))
  if (!isOver(early)) return new Date(early)
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (isOver(middle)) early = middle
    else late = middle
  }
  return new Date(early)
}
