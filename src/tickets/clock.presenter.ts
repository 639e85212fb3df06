import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { minute } from '../platform/clock.js'
import type { TargetRow } from './ticket-page.queries.js'
import type { TicketState } from './ticket.lifecycle.js'

export interface ChipView { look: '' | 'sla-soon' | 'sla-late' | 'sla-met' | 'sla-paused', icon: string | null, text: string, share: number | null }

const pausedStates: readonly TicketState[] = ['waiting', 'on_hold']

/** Time left to the nearest target, as words and a ring. Null when no clock runs. */
export function presentChip ({ nextDueAt, state, activeAt }: { nextDueAt: number | null, state: TicketState, activeAt: number }, now: Date, t: Translate, format: Format): ChipView | null {
  if (nextDueAt === null) return pausedStates.includes(state) ? { look: 'sla-paused', icon: 'pause', text: t('tickets.clock.paused'), share: null } : null

  const left = nextDueAt - now.getTime()
  if (left <= 0) return { look: 'sla-late', icon: 'alert', text: t('tickets.clock.late', { duration: format.duration(-left) }), share: null }

  const total = Math.max(nextDueAt - activeAt, left)
  return { look: left < 60 * minute ? 'sla-soon' : '', icon: null, text: t('tickets.clock.left', { duration: format.duration(left) }), share: Math.round(100 * (1 - left / total)) }
}

export interface TargetView { kind: string, chip: ChipView, meter: { max: number, value: number, look: string, label: string } | null }

/** One promise on the ticket page: how it stands, with a bar while it runs. */
export function presentTarget (target: TargetRow, now: Date, t: Translate, format: Format): TargetView {
  const kind = t(`tickets.clock.${target.kind}`)
  const budget = target.minutes * minute
  const used = Math.min(usedSoFar(target, now), budget * 100)
  const words = { used: format.workingTime(used), budget: format.workingTime(budget) }

  if (target.metAt !== null) {
    const late = target.breachedAt !== null
    return { kind, meter: null, chip: { look: late ? 'sla-late' : 'sla-met', icon: late ? 'alert' : 'check', text: t(late ? 'tickets.clock.missed' : 'tickets.clock.kept', words), share: null } }
  }
  if (target.droppedAt !== null) return { kind, meter: null, chip: { look: '', icon: null, text: t('tickets.clock.dropped'), share: null } }

  const chip = target.dueAt === null
    ? { look: 'sla-paused' as const, icon: 'pause', text: t('tickets.clock.paused'), share: null }
    : presentChip({ nextDueAt: target.dueAt, state: 'open', activeAt: target.startedAt }, now, t, format)!
  const look = chip.look === 'sla-late' ? 'progress-late' : chip.look === 'sla-soon' ? 'progress-soon' : ''
  return { kind, chip, meter: { max: target.minutes, value: Math.min(target.minutes, Math.round(used / minute)), look, label: t('tickets.clock.used', { kind, ...words }) } }
}

/** Working time used: what was banked at the last pause and, while it runs, what the due time leaves of the budget. */
function usedSoFar ({ usedMs, minutes, dueAt, runningSince, metAt }: TargetRow, now: Date): number {
  if (dueAt === null || runningSince === null) return usedMs
  const end = metAt ?? now.getTime()
  // Between the last start and the due time lie exactly the working minutes that were left; the share of it that has
  // passed is a fair picture for a bar, and the receipt has the exact sum.
  const left = minutes * minute - usedMs
  const stretch = dueAt - runningSince
  return stretch <= 0 ? minutes * minute : usedMs + left * Math.max(0, end - runningSince) / stretch
}
