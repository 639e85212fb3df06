import type { Actor } from '../platform/actor.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Ticket } from '../tickets/ticket.entity.js'
import type { Action } from './action.js'
import type { MacroValues } from './commands/save-macro.js'
import { fillText, type TextValues } from './fill-text.js'
import type { Named, RuleChoices } from './known.queries.js'
import { macroPolicy } from './macro.policy.js'
import type { Macro } from './macro.entity.js'
import { presentActions, type RuleFormView } from './rule.presenter.js'
import { actionPieces, type Piece } from './rule-words.presenter.js'

export interface MacroListView {
  macros: Array<{ name: string, path: string, isActive: boolean, sentence: Piece[][], whose: string, used: string }>
}

export function presentMacros (macros: readonly Macro[], used: ReadonlyMap<number, number>, choices: RuleChoices, t: Translate, format: Format): MacroListView {
  return {
    macros: macros.map(({ id, name, isActive, departmentId, actions }) => ({
      name, isActive, path: `/admin/macros/${id}`, sentence: actions.map(action => actionPieces(action, choices, t)),
      whose: nameOf(choices.departments, departmentId) ?? t('rules.macros.all'), used: t('rules.macros.used', { count: used.get(id) ?? 0, shown: format.number(used.get(id) ?? 0) })
    }))
  }
}

export interface MacroFormView extends Pick<RuleFormView, 'actions' | 'newActions' | 'problems' | 'version' | 'focus'> {
  action: string
  isNew: boolean
  name: string
  isActive: boolean
  departmentId: string
  departments: Array<{ value: string, label: string }>
}

/** The page on which a macro is written. */
export function presentMacroForm ({ name, departmentId, actions, isActive }: MacroValues, { id, version, problems, focus }: { id: number | null, version: number, problems: RuleFormView['problems'], focus: string | null }, choices: RuleChoices, t: Translate): MacroFormView {
  return {
    action: id === null ? '/admin/macros' : `/admin/macros/${id}`, isNew: id === null, focus, version, name, isActive, problems, departmentId: String(departmentId ?? ''),
    departments: [{ value: '', label: t('rules.macros.all') }, ...choices.departments.map(department => ({ value: String(department.id), label: department.name }))],
    ...presentActions(actions, 'macro', problems, choices, t)
  }
}

/** What a macro would do now, for whoever is about to press its button. */
export interface MacroOfferView { id: number, name: string, steps: Array<{ pieces: Piece[], text: string | null, refusal: string | null }>, scope: string | null }

/** Macros with what each does to the chosen tickets; texts are filled in when it is one ticket. */
export function presentOffers (macros: readonly Macro[], actor: Actor, tickets: readonly Ticket[], values: TextValues | null, choices: RuleChoices, t: Translate): MacroOfferView[] {
  return macros.map(macro => {
    const fitting = tickets.filter(ticket => macroPolicy.fits(macro, ticket))
    return {
      id: macro.id, name: macro.name,
      scope: fitting.length < tickets.length ? t('rules.macro.some', { count: fitting.length, all: tickets.length }) : null,
      steps: macro.actions.map(action => {
        const refused = fitting.filter(ticket => !macroPolicy.act(actor, action, ticket)).length
        return { pieces: actionPieces(action, choices, t), text: textOf(action, values), refusal: refused === 0 ? null : t('rules.macro.may_not', { count: refused }) }
      })
    }
  })
}

function textOf (action: Action, values: TextValues | null): string | null {
  if (action.kind !== 'reply' && action.kind !== 'note' && action.kind !== 'send_mail') return null
  return values === null ? action.text : fillText(action.text, values)
}

const nameOf = (all: Named[], id: number | null): string | undefined => all.find(each => each.id === id)?.name
