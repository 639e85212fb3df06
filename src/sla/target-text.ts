import type { SlaPolicy } from './sla-policy.entity.js'

/** Minutes of a working day, so that “3 days” means what people mean by it. */
export const minutesADay = ({ aroundTheClock }: Pick<SlaPolicy, 'aroundTheClock'>): number => (aroundTheClock ? 24 : 8) * 60

const units: Array<{ pattern: RegExp, minutes: (day: number) => number }> = [
  { pattern: /^(?:m|min|mins|minutes?|minuten?)\.?$/, minutes: () => 1 },
  { pattern: /^(?:h|hrs?|hours?|std|stunden?)\.?$/, minutes: () => 60 },
  { pattern: /^(?:d|days?|t|tage?n?)\.?$/, minutes: day => day }
]

/**
 * Reads a promise as one would say it: “30 min”, “4 h”, “2 h 30 min”, “1.5 hours”, “3 days”, in English or
 * German. Empty promises nothing and is null; NaN when it cannot be read.
 */
export function readTarget (text: string, day: number): number | null {
  const typed = text.trim().toLowerCase()
  if (typed === '') return null
  const parts = [...typed.matchAll(/(\d+(?:[.,]\d+)?)\s*(\p{L}+\.?)(?:\s+|$)/guy)]
  if (parts.map(([part]) => part).join('') !== typed) return Number.NaN

  const minutes = parts.map(([, amount = '', word = '']) => Number(amount.replace(',', '.')) * (units.find(({ pattern }) => pattern.test(word))?.minutes(day) ?? Number.NaN))
  return Math.round(minutes.reduce((sum, each) => sum + each, 0))
}

/** The same promise in the fewest parts, in words that {@link readTarget} reads back. */
export function writeTarget (minutes: number | null, day: number, words: { days: (count: number) => string }): string {
  if (minutes === null) return ''
  // From a thousand on, numbers have marks in them that mean something else in another language.
  if (minutes % day === 0 && minutes >= 2 * day && minutes < 1000 * day) return words.days(minutes / day)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''].filter(Boolean).join(' ')
}
