import { minute } from '../platform/clock.js'
import type { OpeningHours } from '../schedules/opening-hours.js'
import { addWorkingMs } from '../schedules/working-time.js'
import type { SlaPolicy } from './sla-policy.entity.js'
import { targetKinds, type TargetKind } from './target-kind.js'

/** When a ticket of a priority would be due; null where nothing is promised. */
export interface PreviewedDue {
  priority: 1 | 2 | 3 | 4
  due: Record<TargetKind, Date | null>
}

const priorities = [4, 3, 2, 1] as const

/**
 * What a policy promises to a ticket opened at a given moment, urgent first, so that an admin sees what the
 * numbers mean before saving them. The next answer is reckoned as if a message came at that moment.
 */
export function previewDue ({ targets }: Pick<SlaPolicy, 'targets'>, hours: OpeningHours, openedAt: Date): PreviewedDue[] {
  return priorities.map(priority => {
    const dueFor = (kind: TargetKind) => {
      const minutes = targets[priority][kind]
      return minutes === null ? null : addWorkingMs(hours, openedAt, minutes * minute)
    }
    return { priority, due: Object.fromEntries(targetKinds.map(kind => [kind, dueFor(kind)])) as Record<TargetKind, Date | null> }
  })
}
