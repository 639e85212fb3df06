import { minute } from '../platform/clock.js'
import type { OpeningHours } from '../schedules/opening-hours.js'
import { addWorkingMs } from '../schedules/working-time.js'
import type { SlaPolicy } from './sla-policy.entity.js'
import { appliesTo, stepMs, type Step } from './step.js'
import { targetKinds, type TargetKind } from './target-kind.js'

/** A step that would be taken, for which promise, and the priority that the ticket has after it. */
export interface PreviewedStep { at: Date, kind: TargetKind, step: Step, priority: 1 | 2 | 3 | 4 }

/**
 * What a policy would do with a ticket opened at a moment on which nobody ever works, in the order of the
 * moments. A step that raises the priority changes what is promised from then on, as it does for a ticket; that
 * another policy may be for the new priority is left aside.
 */
export function previewSteps ({ targets, steps }: Pick<SlaPolicy, 'targets' | 'steps'>, hours: OpeningHours, openedAt: Date, opened: 1 | 2 | 3 | 4): PreviewedStep[] {
  const left = new Set(targetKinds.flatMap(kind => steps.filter(step => appliesTo(step, kind)).map(step => ({ kind, step }))))
  const previewed: PreviewedStep[] = []
  for (let [priority, now] = [opened, openedAt]; ;) {
    const momentOf = ({ kind, step }: { kind: TargetKind, step: Step }): Date | null => {
      const minutes = targets[priority][kind]
      return minutes === null ? null : latest(now, addWorkingMs(hours, openedAt, stepMs(step, minutes * minute)))
    }
    const next = [...left].flatMap(each => ({ each, at: momentOf(each) })).filter((each): each is typeof each & { at: Date } => each.at !== null).toSorted((one, other) => one.at.getTime() - other.at.getTime())[0]
    if (next === undefined) return previewed

    left.delete(next.each)
    const { act } = next.each.step
    now = next.at
    if (act.kind === 'priority') priority = act.to === 'next' ? Math.min(4, priority + 1) as 4 : act.to
    previewed.push({ ...next.each, at: now, priority })
  }
}

const latest = (one: Date, other: Date): Date => one > other ? one : other
