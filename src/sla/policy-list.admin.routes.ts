import type { Translate } from '../platform/i18n/translate.js'
import type { AdminListView } from '../plugins/admin-pages.js'
import type { NeverReached } from './never-reached.js'
import type { PolicyLine } from './policy-list.queries.js'
import { targetKinds } from './target-kind.js'
import { minutesADay, writeTarget } from './target-text.js'

/** Every service level in the order in which they are asked, with a word on those that no ticket can come under. */
export function presentPolicies (lines: readonly PolicyLine[], never: ReadonlyMap<number, NeverReached>, t: Translate): AdminListView & { title: string } {
  const days = { days: (count: number) => t('sla.days', { days: count }) }
  const noteOf = ({ policy: { id, isActive } }: PolicyLine): string => {
    const why = never.get(id)
    return !isActive ? t('departments.archived') : why === undefined ? '' : t('sla.never', { why: neverReachedWords(why, t) })
  }
  return {
    title: t('sla.title'),
    lead: t('sla.lead'),
    add: { href: '/admin/sla/new', label: t('sla.new') },
    columns: [t('sla.name'), t('sla.for'), t('sla.hours'), t('sla.normal')],
    rows: lines.map(line => {
      const { policy, departments, topics, companies, scheduleName } = line
      return {
        isOff: !policy.isActive,
        cells: [
          { text: policy.name, href: `/admin/sla/${policy.id}`, note: noteOf(line) },
          { text: [...departments, ...topics, ...companies, ...policy.priorities.toReversed().map(priority => t('sla.at_priority', { priority: t(`tickets.priority.${priority}`) }))].join(', ') || t('sla.everybody') },
          { text: policy.aroundTheClock ? t('sla.around_the_clock') : scheduleName ?? t('sla.department_hours') },
          { text: targetKinds.map(kind => `${t(`tickets.clock.${kind}`)} ${writeTarget(policy.targets[2][kind], minutesADay(policy), days) || '–'}`).join(' · '), note: t('sla.step_count', { count: policy.steps.length }) }
        ],
        moves: { action: `/admin/sla/${policy.id}/moves`, up: t('admin.up'), down: t('admin.down') }
      }
    }),
    emptyText: t('sla.none')
  }
}

/** Why no ticket can come under a service level, as the end of a sentence. */
export function neverReachedWords (never: NeverReached, t: Translate): string {
  return never.why === 'taken' ? t('sla.never.taken', { names: never.by.map(name => `“${name}”`).join(', ') }) : t(`sla.never.${never.what}`)
}
