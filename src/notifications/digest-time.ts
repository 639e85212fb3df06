import { DateTime } from 'luxon'
import type { DigestRhythm } from '../accounts/notification-choices.js'

/** The hour of the day at which a daily digest leaves. */
const morning = 8

/** When something that happened `at` a moment is told: at the next full hour, or the next morning, of the reader's own clock. */
export function digestDueAt (rhythm: DigestRhythm, at: Date, timeZone: string): Date {
  const local = DateTime.fromJSDate(at, { zone: timeZone })
  if (rhythm === 'hourly') return local.startOf('hour').plus({ hours: 1 }).toJSDate()
  const today = local.startOf('day').set({ hour: morning })
  return (today > local ? today : local.startOf('day').plus({ days: 1 }).set({ hour: morning })).toJSDate()
}
