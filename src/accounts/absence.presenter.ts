import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { AbsenceTyped } from './absence-form.js'
import type { Absence } from './absence.entity.js'
import type { AgentChoice } from './agent-choices.queries.js'
import { handOverTimes } from './hand-over-times.js'
import type { AbsencePlan } from './hand-over-plan.queries.js'

export interface AbsenceView { id: number, text: string, reason: string, plan: string | null, removePath: string }

export type AbsencesView = ReturnType<typeof presentAbsences>

interface Around { absences: readonly Absence[], plans: readonly AbsencePlan[], colleagues: readonly AgentChoice[] }

/** What is to come of an agent's absences, and the form for the next, with what was typed. */
export function presentAbsences ({ absences, plans, colleagues }: Around, path: string, typed: AbsenceTyped, t: Translate, format: Format) {
  return {
    addPath: path,
    list: absences.map(absence => presentAbsence(absence, plans.find(({ absenceId }) => absenceId === absence.id) ?? null, path, t, format)),
    typed,
    fields: [
      { id: 'absenceTickets', name: 'tickets', label: t('accounts.absence.tickets'), type: 'radio', value: typed.tickets, options: handOverTimes.map(value => ({ value, label: t(`accounts.absence.tickets.${value}`) })) },
      { id: 'absenceTo', name: 'to', label: t('accounts.absence.to'), hint: t('accounts.absence.to_hint'), type: 'select', width: 'mid', value: typed.to, options: [{ value: '', label: t('accounts.absence.to_anew') }, ...colleagues.map(({ id, name }) => ({ value: String(id), label: name }))] },
      { id: 'absenceBack', name: 'givesBack', label: t('accounts.absence.gives_back'), type: 'checkbox', checked: typed.givesBack !== '' }
    ]
  }
}

/** An absence in days; the last one is the day that it ends on, not the midnight after. */
function presentAbsence ({ id, startsAt, endsAt, reason }: Absence, plan: AbsencePlan | null, path: string, t: Translate, format: Format): AbsenceView {
  const [from, to] = [format.date(startsAt), format.date(new Date(endsAt.getTime() - 1))]
  return { id, text: from === to ? from : t('accounts.absence.range', { from, to }), reason, plan: plan === null ? null : planWords(plan, t), removePath: `${path}/${id}/removal` }
}

/** “Open tickets go to Nadia Farouk when it begins, and come back when it ends.” */
function planWords ({ toName, givesBack, state }: AbsencePlan, t: Translate): string {
  if (state === 'away') return t('accounts.absence.plan.away')
  if (state === 'over') return t('accounts.absence.plan.over')
  return t(givesBack ? 'accounts.absence.plan.back' : 'accounts.absence.plan', { name: toName ?? '', to: toName === null ? 'anew' : 'one' })
}
