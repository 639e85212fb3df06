import { day, hour } from '../platform/clock.js'
import type { Mailbox } from './mailbox.entity.js'

const leastMessages = 20
const leastDays = 7
const leastSilence = 4 * hour

/**
 * How much working time may pass without a message before that is worth an alarm: half as long again as the
 * longest pause there was. Null while the mailbox is too young to know its own rhythm.
 */
export function silenceLimit ({ messageCount, longestSilenceMs, createdAt }: Pick<Mailbox, 'messageCount' | 'longestSilenceMs' | 'createdAt'>, now: Date): number | null {
  if (messageCount < leastMessages || now.getTime() - createdAt.getTime() < leastDays * day) return null
  return Math.max(leastSilence, Math.round(longestSilenceMs * 1.5))
}

/** The longest pause after one more message. It fades, so that one long holiday does not deafen the alarm for ever. */
export const longestSilence = ({ longestSilenceMs }: Pick<Mailbox, 'longestSilenceMs'>, pauseMs: number): number => Math.max(pauseMs, Math.round(longestSilenceMs * 0.99))
