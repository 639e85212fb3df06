import type { Reading } from '../platform/i18n/reading.js'
import { writeTarget } from '../sla/target-text.js'
import type { MissedPromise, PromiseSum } from './promise-report.queries.js'

/** Minutes; a promise is written in hours of work and days of eight of them. */
const workingDay = 8 * 60

export type SumView = ReturnType<typeof presentSums>[number]
export type MissView = ReturnType<typeof presentMiss>

/** A line for each department, service level and promise. */
export function presentSums (sums: PromiseSum[], { t, format }: Reading) {
  return sums.map(({ departmentName, policyName, kind, kept, missed }) => ({
    department: departmentName, policy: policyName, kind: t(`tickets.clock.${kind}`), kept: format.number(kept), missed: format.number(missed),
    share: shareOf(kept, missed)
  }))
}

/** Rounded down, so that 100 % means that none was missed. */
export function shareOf (kept: number, missed: number): string {
  return kept + missed === 0 ? '–' : `${Math.floor(100 * kept / (kept + missed))} %`
}

export function presentMiss ({ ticketId, number, subject, departmentName, assigneeName, kind, minutes, missedAt, metAt }: MissedPromise, { t, format }: Reading) {
  return {
    path: `/desk/tickets/${ticketId}`, number, subject, department: departmentName, assignee: assigneeName ?? t('tickets.show.nobody'), kind: t(`tickets.clock.${kind}`),
    promise: writeTarget(minutes, workingDay, { days: count => t('format.days', { days: count }) }), missedAt: new Date(missedAt), met: metAt === null ? t('reports.promises.not_yet') : format.dateTime(new Date(metAt))
  }
}
