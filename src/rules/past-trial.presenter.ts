import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Action } from './action.js'
import type { PastTrial } from './commands/try-on-past.js'
import type { Facts } from './condition.js'
import type { RuleChoices } from './known.queries.js'
import { isMailRole } from './mail-roles.js'
import { pastDays } from './past-days.js'
import { actionPieces, type Piece } from './rule-words.presenter.js'
import { fieldSetBy, isSettled } from './sets.js'

export interface PastTrialView {
  summary: string
  note: string | null
  rows: Array<{ number: string, subject: string, path: string, at: string, wanted: Array<{ pieces: Piece[], isSo: boolean }>, told: string }>
  more: string | null
  /** Where it held on tickets that the reader may not see. */
  hidden: string | null
}

interface Named { id: number, number: string, subject: string }

/** What a rule would have done, ticket by ticket, and who would have been mailed. @param tickets those that the reader may see */
export function presentPastTrial ({ ruleId, asked, held, isCut, shown }: PastTrial, tickets: readonly Named[], isOfTime: boolean, choices: RuleChoices, t: Translate, format: Format): PastTrialView {
  const hidden = shown.filter(({ ticketId }) => !tickets.some(({ id }) => id === ticketId)).length
  return {
    summary: t('rules.past.summary', { held, shown: format.number(held), asked: format.number(asked), days: pastDays }),
    note: isOfTime ? t('rules.past.time') : isCut ? t('rules.past.cut', { asked: format.number(asked) }) : null,
    rows: shown.filter(({ ticketId }) => tickets.some(({ id }) => id === ticketId)).map(({ ticketId, at, facts, decision }) => {
      const ticket = tickets.find(({ id }) => id === ticketId)
      const wanted = decision.effects.filter(wish => wish.ruleId === ruleId).map(({ action }) => action)
      return {
        number: ticket?.number ?? '', subject: ticket?.subject ?? '', path: `/desk/tickets/${ticketId}`, at: format.dateTime(at),
        wanted: wanted.map(action => ({ pieces: actionPieces(action, choices, t), isSo: isSo(action, facts) })),
        told: toldWords(wanted, facts, choices, t)
      }
    }),
    hidden: hidden > 0 ? t('rules.past.hidden', { count: hidden }) : null,
    more: held > shown.length ? t('rules.past.more', { count: format.number(held - shown.length) }) : null
  }
}

/** Whether a ticket was so already. */
function isSo (action: Action, { values }: Facts): boolean {
  if (isSettled(action, values.get('assignee') ?? null)) return true
  const set = fieldSetBy(action)
  return set !== null && (values.get(set.field) ?? null) === set.value
}

/** Who would hear by mail of what rules want done. */
export function toldWords (actions: readonly Action[], facts: Facts, choices: RuleChoices, t: Translate): string {
  const told = [...new Set(actions.flatMap(action => toldBy(action, facts, choices, t)).filter(name => name !== ''))]
  return told.length === 0 ? t('rules.past.nobody') : t('rules.past.told', { names: told.join(', ') })
}

/** Who hears of an action by mail, unless they chose otherwise. */
function toldBy (action: Action, facts: Facts, choices: RuleChoices, t: Translate): string[] {
  if (isSo(action, facts)) return []
  const named = (all: Array<{ id: number, name: string }>, id: number | null): string[] => all.filter(each => each.id === id).map(({ name }) => name)
  switch (action.kind) {
    case 'reply': case 'close': return [String(facts.values.get('requester_email') ?? '')]
    case 'send_mail': return action.to.map(each => each === 'requester' ? String(facts.values.get('requester_email') ?? '') : isMailRole(each) ? t(`rules.mail_role.${each}`) : each)
    case 'add_participant': return [action.email]
    case 'set_topic': return movedTo(action.topicId, facts, choices, t)
    case 'set_agent': case 'refer_to_agent': return named(choices.agents, action.agentId)
    case 'route': case 'route_anew': return [t('rules.past.found')]
    case 'set_team': case 'refer_to_team': return named(choices.teams, action.teamId).map(name => t('rules.past.team', { name }))
    case 'set_department': case 'refer_to_department': return named(choices.departments, action.departmentId).map(name => t('rules.past.department', { name }))
    default: return []
  }
}

/** The department to which another topic takes the ticket. */
function movedTo (topicId: number, { values }: Facts, { topics, departments }: RuleChoices, t: Translate): string[] {
  const departmentId = topics.find(({ id }) => id === topicId)?.departmentId
  return String(departmentId) === values.get('department') ? [] : departments.filter(({ id }) => id === departmentId).map(({ name }) => t('rules.past.department', { name }))
}
