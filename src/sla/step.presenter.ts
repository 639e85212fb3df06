import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { minute } from '../platform/clock.js'
import type { StepAct, StepMoment } from './step.js'
import type { TargetKind } from './target-kind.js'

/** “75 % of ‘first answer’ used”, “30 min before ‘solved’ is due”. */
export function stepMomentWords (when: StepMoment, kind: TargetKind, t: Translate, format: Pick<Format, 'workingTime'>): string {
  const target = t(`tickets.clock.${kind}`)
  return when.from === 'share' ? t('sla.step.at.share', { target, percent: when.percent }) : t(`sla.step.at.${when.from}`, { target, duration: format.workingTime(when.minutes * minute) })
}

/** What a step does, as a sentence without a stop. `name` is the person or department that it is about, where that is known. */
export function stepActWords (act: StepAct, name: string, t: Translate): string {
  switch (act.kind) {
    case 'notify': return name === '' ? t(`sla.step.does.notify_${typeof act.whom === 'number' ? 'gone' : act.whom}`) : t('sla.step.does.notify', { name })
    case 'priority': return act.to === 'next' ? t('sla.step.does.priority_next') : t('sla.step.does.priority', { priority: t(`tickets.priority.${act.to}`) })
    case 'give': return act.to === 'routing' ? t('sla.step.does.give_routing') : t('sla.step.does.give', { name: name === '' ? '?' : name })
    case 'move': return t('sla.step.does.move', { name: name === '' ? '?' : name })
    case 'tag': return t('sla.step.does.tag', { tag: act.tag })
    case 'note': return t('sla.step.does.note')
  }
}
