import { after, day, hour, minute, second } from '../platform/clock.js'

const pauses = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]

/** How long a webhook may fail before it is switched off. */
export const patience = 3 * day

/** When to try again after so many tries, three days in all, each pause up to a tenth longer at random; null when it is given up. */
export function nextTry (attempts: number, now: Date): Date | null {
  const pause = pauses[attempts - 1]
  return pause === undefined ? null : after(now, pause * (1 + Math.random() / 10))
}
