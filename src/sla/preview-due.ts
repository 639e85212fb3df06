import { minute } from '../platform/clock.js'
import type { OpeningHours } from '../schedules/opening-hours.js'
import { openPeriods, type Period } from '../schedules/opening-periods.js'
import { addWorkingMs } from '../schedules/working-time.js'
import type { SlaPolicy } from './sla-policy.entity.js'
import { targetKinds, type TargetKind } from './target-kind.js'

/** What is promised to a ticket that comes at a moment. */
export interface PreviewedTarget {
  kind: TargetKind
  minutes: number
  dueAt: Date
  /** The time until then, cut where we open or close. */
  periods: Period[]
}

/**
 * What a policy promises at a priority to a ticket opened at a given moment, so that an admin sees what the
 * numbers mean before saving them. The next answer is reckoned as if a message came at that moment.
 */
export function previewDue ({ targets }: Pick<SlaPolicy, 'targets'>, priority: 1 | 2 | 3 | 4, hours: OpeningHours, openedAt: Date): PreviewedTarget[] {
  return targetKinds.flatMap(kind => {
    const minutes = targets[priority][kind]
    if (minutes === null) return []
    const dueAt = addWorkingMs(hours, openedAt, minutes * minute)
    return [{ kind, minutes, dueAt, periods: openPeriods(hours, openedAt, dueAt) }]
  })
}
