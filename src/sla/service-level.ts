import type { OpeningHours } from '../schedules/opening-hours.js'
import type { SlaPolicy } from './sla-policy.entity.js'
import type { Step } from './step.js'
import type { TargetKind } from './target-kind.js'

/** How time counts towards a promise. */
export interface Terms {
  hours: OpeningHours
  pausesOnHold: boolean
  /** What is done as the promise comes near or is missed. */
  steps: readonly Step[]
}

/** What is promised to one ticket: the terms of its policy for its priority, in the hours that count for it. */
export interface ServiceLevel extends Terms {
  policyId: number
  /** Null counts around the clock. */
  scheduleId: number | null
  /** Null promises nothing. */
  minutes: Record<TargetKind, number | null>
}

/** What a policy promises at a priority in given hours. */
export function serviceLevelOf (policy: SlaPolicy, priority: 1 | 2 | 3 | 4, { scheduleId, hours }: Pick<ServiceLevel, 'scheduleId' | 'hours'>): ServiceLevel {
  const { id: policyId, pausesOnHold, steps, targets } = policy
  return { policyId, scheduleId, hours, pausesOnHold, steps, minutes: targets[priority] }
}
