import { holds, type AgentActor } from '../platform/actor.js'
import { createFormat, type Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Plan } from './plan.entity.js'
import type { PlanRunRow } from './plan.queries.js'
import { recurrenceWords } from './recurrence.presenter.js'

/** Every plan with when it opens and when next. */
export function presentPlans (plans: readonly Plan[], locale: string, t: Translate, format: Format) {
  return {
    lead: t('recurring.lead'),
    add: { href: '/admin/recurring/new', label: t('recurring.new') },
    columns: [t('recurring.field.name'), t('recurring.when'), t('recurring.next')],
    rows: plans.map(plan => ({
      isOff: plan.nextAt === null,
      cells: [{ text: plan.name, href: `/admin/recurring/${plan.id}` }, { text: recurrenceWords(plan.recurrence, t, format) }, { text: nextWords(plan, locale, t), note: plan.haltedBecause === null ? '' : t(plan.haltedBecause.key, plan.haltedBecause.values) }]
    })),
    emptyText: t('recurring.none')
  }
}

function nextWords ({ nextAt, isActive, haltedBecause, recurrence }: Plan, locale: string, t: Translate): string {
  if (haltedBecause !== null) return t('recurring.halted')
  if (!isActive) return t('recurring.off')
  return nextAt === null ? t('recurring.over') : inItsZone(recurrence.timeZone, nextAt, locale)
}

/** A planned time as the clocks of its zone show it. */
export function inItsZone (timeZone: string, at: Date, locale: string): string {
  return createFormat(locale, timeZone, () => at).fullDateTime(at)
}

export interface RunView { text: string, at: Date, when: string, ticket: { path: string, number: string } | null, isBad: boolean }

/** What became of the last times; a ticket that the admin may not see has no link. */
export function presentRuns (rows: readonly PlanRunRow[], actor: AgentActor, t: Translate, format: Format): RunView[] {
  return rows.map(({ outcome, plannedAt, ticketId, ticketNumber, ticketDepartmentId, reason }) => ({
    text: outcome === 'opened' ? t(ticketNumber === null ? 'recurring.run.gone' : 'recurring.run.opened') : reason === null ? '' : outcome === 'refused' ? t('recurring.run.refused', { why: t(reason.key, reason.values) }) : t(reason.key, reason.values),
    at: new Date(plannedAt),
    when: format.dateTime(new Date(plannedAt)),
    ticket: ticketId === null || ticketNumber === null || ticketDepartmentId === null || !holds(actor, 'ticket.read', ticketDepartmentId) ? null : { path: `/desk/tickets/${ticketId}`, number: ticketNumber },
    isBad: outcome !== 'opened'
  }))
}
