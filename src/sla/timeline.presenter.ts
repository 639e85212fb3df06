import type { Place, Timeline } from './due-timeline.js'

/** How a moment is marked in the drawing. */
export interface MarkWords { label: string, isDue: boolean }

/** A drawing in the units of its view box, in which nothing is left to a template but to draw. */
export interface TimelineView {
  width: number
  height: number
  top: number
  /** What it shows, in a sentence. */
  label: string
  days: Array<{ x: number, width: number, middle: number, label: string, open: Array<{ x: number, width: number }> }>
  marks: Array<{ x: number, y: number, anchor: 'start' | 'middle' | 'end', label: string, isDue: boolean }>
}

const width = 700
const gap = 3
const rowHeight = 15
const letter = 6

/** Draws days side by side, open hours as bands, and the moments as lines whose words never lie on each other. */
export function presentTimeline ({ days, places }: Timeline, words: readonly MarkWords[], { day, label }: { day: (at: Date, isFirst: boolean) => string, label: string }): TimelineView {
  const step = (width + gap) / days.length
  const dayWidth = step - gap
  const xOf = ({ day, share }: Place): number => round(day * step + share * dayWidth)
  const marks = placeLabels(together(places.flatMap((place, index) => place === null ? [] : [{ x: xOf(place), ...words[index]! }])))
  return {
    width,
    height: 72 + topOf(marks),
    top: -topOf(marks),
    label,
    days: days.map(({ startsAt, open }, index) => ({
      x: round(index * step),
      width: round(dayWidth),
      middle: round(dayWidth / 2),
      label: day(startsAt, index === 0),
      open: open.map(({ from, to }) => ({ x: round(from * dayWidth), width: round((to - from) * dayWidth) }))
    })),
    marks
  }
}

/** Moments that fall together are one line with both names. */
function together (marks: ReadonlyArray<MarkWords & { x: number }>): Array<MarkWords & { x: number }> {
  const at = new Map<number, MarkWords & { x: number }>()
  for (const mark of marks) {
    const there = at.get(mark.x)
    at.set(mark.x, there === undefined ? mark : { ...mark, label: `${there.label} · ${mark.label}`, isDue: there.isDue || mark.isDue })
  }
  return [...at.values()]
}

/** Each label goes into the lowest row in which it has room. */
function placeLabels (marks: ReadonlyArray<MarkWords & { x: number }>): TimelineView['marks'] {
  const ends: number[] = []
  return marks.toSorted((a, b) => a.x - b.x).map(({ x, label, isDue }) => {
    const half = label.length * letter / 2
    const anchor = x < half ? 'start' : x > width - half ? 'end' : 'middle'
    const begin = anchor === 'start' ? x : anchor === 'end' ? x - 2 * half : x - half
    const free = ends.findIndex(end => end < begin)
    const row = free === -1 ? ends.length : free
    ends[row] = begin + 2 * half + letter
    return { x, y: -10 - row * rowHeight, anchor, label, isDue }
  })
}

const topOf = (marks: TimelineView['marks']): number => Math.max(24, ...marks.map(({ y }) => -y + 14))

const round = (value: number): number => Math.round(value * 10) / 10
