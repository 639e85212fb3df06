import { DateTime } from 'luxon'
import type { Reader } from '../platform/database/database.js'
import { aroundTheClock, type OpeningHours } from '../schedules/opening-hours.js'
import { findDefaultSchedule, listSchedules } from '../schedules/schedule.queries.js'
import { previewDue, type PreviewedTarget } from './preview-due.js'
import { previewSteps, type PreviewedStep } from './preview-steps.js'
import type { SlaPolicy } from './sla-policy.entity.js'

/** What a policy would promise to a ticket of a priority that comes at a moment. */
export interface Preview { cameAt: Date, hours: OpeningHours, targets: PreviewedTarget[], steps: PreviewedStep[] }

/**
 * What the numbers mean, for a ticket that comes when `typed` says, “2026-12-04T14:40”, on a clock of the hours'
 * time zone. Late on the next Friday unless that can be read, since a weekend shows best what working time is.
 */
export async function findPreview (reader: Reader, policy: Pick<SlaPolicy, 'targets' | 'scheduleId' | 'aroundTheClock' | 'steps'>, priority: 1 | 2 | 3 | 4, typed: string, now: Date): Promise<Preview> {
  const standard = (await findDefaultSchedule(reader))?.openingHours ?? aroundTheClock
  const own = policy.scheduleId === null ? undefined : (await listSchedules(reader)).find(({ id }) => id === policy.scheduleId)?.openingHours
  const hours = policy.aroundTheClock ? { ...aroundTheClock, timeZone: standard.timeZone } : own ?? standard

  const zone = hours.timeZone
  const friday = DateTime.fromJSDate(now, { zone }).plus({ weeks: 1 }).set({ weekday: 5, hour: 14, minute: 40, second: 0, millisecond: 0 })
  const cameAt = (readMoment(typed, zone, now) ?? friday).toJSDate()
  return { cameAt, hours, targets: previewDue(policy, priority, hours, cameAt), steps: previewSteps(policy, hours, cameAt, priority) }
}

/** Years away there is nothing to see. */
function readMoment (typed: string, zone: string, now: Date): DateTime | null {
  const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(typed) ? DateTime.fromISO(typed, { zone }) : null
  return moment !== null && moment.isValid && Math.abs(moment.diff(DateTime.fromJSDate(now)).as('years')) < 5 ? moment : null
}
