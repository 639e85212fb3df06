import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { weekdays } from '../schedules/opening-hours.js'
import { sources } from '../tickets/source.js'
import { locales } from '../words/catalogue.js'
import type { Action } from './action.js'
import type { Condition, Group } from './condition.js'
import { isDay } from './date-operators.js'
import type { Named, RuleChoices } from './known.queries.js'
import { isMailRole } from './mail-roles.js'
import { comparandOf } from './operators.js'
import { questionIn, type Trigger } from './rule-fields.js'
import { readSpan } from './time-span.js'
import type { TimedField, Timing } from './timing.js'

/** A stretch of a rule's sentence: a joining word, a value, or plain text. */
export interface Piece { text: string, kind: 'word' | 'value' | 'plain' }

const plain = (text: string): Piece => ({ text, kind: 'plain' })
const word = (text: string): Piece => ({ text, kind: 'word' })
const value = (text: string): Piece => ({ text, kind: 'value' })

interface Sentence { trigger: Trigger, conditions: Group, actions: readonly Action[], stops: boolean, timing: Timing | null }

/** A rule as a sentence. */
export function ruleSentence ({ trigger, conditions, actions, stops, timing }: Sentence, choices: RuleChoices, t: Translate, format: Format): Piece[] {
  const asked = groupPieces(conditions, choices, t, format)
  return [
    word(t('rules.word.when')), ...timing === null ? [plain(t(`rules.when.${trigger}`))] : timingPieces(timing, choices, t),
    ...asked.length === 0 ? [] : [word(t('rules.word.and')), ...asked],
    plain(','), word(t('rules.word.then')),
    ...actions.flatMap((action, place) => [...place === 0 ? [] : [plain(',')], ...actionPieces(action, choices, t)]),
    ...stops ? [plain(','), plain(t('rules.word.stop'))] : []
  ]
}

/** “2 working hours before the next due time”; of silence in words of its own. */
function timingPieces ({ span, side, of }: Timing, choices: RuleChoices, t: Translate): Piece[] {
  if (of === 'active_at') return filled(t('rules.when.silent'), [value(spanWords(span, t))])
  return [plain(t('rules.when.reached')), value(spanWords(span, t)), plain(t(`rules.timing.${side}`)), plain(timedName(of, choices, t))]
}

/** A time as it stands behind “before” and “after”. */
export function timedName (of: TimedField, choices: RuleChoices, t: Translate): string {
  return questionIn(of) === null ? t(`rules.timed.${of as Exclude<TimedField, `question.${number}`>}`) : t('rules.timed.question', { name: fieldName(of, choices, t) })
}

function groupPieces ({ match, parts }: Group, choices: RuleChoices, t: Translate, format: Format): Piece[] {
  const joint = word(t(match === 'all' ? 'rules.word.and' : 'rules.word.or'))
  return parts.flatMap((part, place) => {
    const pieces = 'match' in part ? [plain('('), ...groupPieces(part, choices, t, format), plain(')')] : conditionPieces(part, choices, t, format)
    return place === 0 ? pieces : [joint, ...pieces]
  })
}

/** “topic is Printing or Lecture halls”, “due is within the next 4 working hours”. */
export function conditionPieces ({ field, operator, value: wanted }: Condition, choices: RuleChoices, t: Translate, format: Format): Piece[] {
  const joint = plain(t(operator === 'has_all' ? 'rules.word.and' : 'rules.word.or'))
  const names = comparedWith({ field, operator, value: wanted }, choices, t, format)
  const asked = t(`rules.operator.${operator}`)
  return filled(`${fieldName(field, choices, t)}${asked.startsWith(':') ? '' : ' '}${asked}`, names.flatMap((name, place) => place === 0 ? [value(name)] : [joint, value(name)]))
}

/** Words with what stands in the place of their “…”, or behind them. */
function filled (words: string, what: Piece[]): Piece[] {
  const [before = '', behind = ''] = words.split('…').map(part => part.trim())
  return [...before === '' ? [] : [plain(before)], ...what, ...behind === '' ? [] : [plain(behind)]]
}

/** What a condition is compared with, in words. */
function comparedWith ({ field, operator, value: wanted }: Condition, choices: RuleChoices, t: Translate, format: Format): string[] {
  switch (comparandOf(operator)) {
    case 'nothing': return []
    case 'span': return wanted.map(each => spanWords(each, t))
    case 'day': return wanted.map(each => isDay(each) ? format.date(new Date(`${each}T12:00Z`)) : each)
    case 'hours': return [choices.schedules.find(({ id }) => String(id) === wanted[0])?.name ?? t('rules.hours.department')]
    default: return wanted.map(each => valueName(field, each, choices, t))
  }
}

/** “3 working days”. */
export function spanWords (text: string, t: Translate): string {
  const span = readSpan(text)
  return span === null ? text : t(`rules.span.${span.unit.replace(' ', '_')}` as 'rules.span.days', { amount: span.amount })
}

export function fieldName (field: string, choices: RuleChoices, t: Translate): string {
  if (field.startsWith('header.')) return t('rules.field.header', { name: field.slice('header.'.length) })
  if (field.startsWith('question.')) return choices.questions.find(({ id }) => `question.${id}` === field)?.name ?? t('rules.field.question_gone')
  return t(`rules.field.${field}` as 'rules.field.subject')
}

/** What a condition's value is called; as it is written for texts. */
export function valueName (field: string, wanted: string, choices: RuleChoices, t: Translate): string {
  return valueChoices(field, choices, t)?.find(({ value }) => value === wanted)?.label ?? wanted
}

const options = (named: Named[]): Array<{ value: string, label: string }> => named.map(({ id, name }) => ({ value: String(id), label: name }))

/** What a field can be compared with, where that is a list. */
export function valueChoices (field: string, choices: RuleChoices, t: Translate): Array<{ value: string, label: string }> | null {
  switch (field) {
    case 'topic': return options(choices.topics)
    case 'department': return options(choices.departments)
    case 'team': return options(choices.teams)
    case 'assignee': return options(choices.agents)
    case 'status': return options(choices.statuses)
    case 'company': return options(choices.companies)
    case 'priority': return (['1', '2', '3', '4'] as const).map(value => ({ value, label: t(`tickets.priority.${value}`) }))
    case 'sla_policy': return options(choices.policies)
    case 'requester_locale': return locales.map(value => ({ value, label: t(`rules.locale.${value}`) }))
    case 'weekday': return weekdays.map(value => ({ value, label: t(`rules.weekday.${value}`) }))
    case 'source': return sources.map(value => ({ value, label: t(`tickets.source.${value}`) }))
    case 'state': return (['new', 'open', 'waiting', 'on_hold', 'resolved', 'closed'] as const).map(value => ({ value, label: t(`tickets.state.${value}`) }))
    case 'whose_move': return (['us', 'requester', 'third_party'] as const).map(value => ({ value, label: t(`rules.whose.${value}`) }))
    case 'author': return (['requester', 'agent', 'system'] as const).map(value => ({ value, label: t(`rules.author.${value}`) }))
    default: return null
  }
}

/** “give to team Software”, “answer: Thank you (then: solved)”. */
export function actionPieces (action: Action, choices: RuleChoices, t: Translate): Piece[] {
  if (action.kind === 'set_team' && action.teamId === null) return [plain(t('rules.action.no_team'))]
  if (action.kind === 'set_agent' && action.agentId === null) return [plain(t('rules.action.no_agent'))]
  const target = actionTarget(action, choices, t)
  return [
    ...filled(t(`rules.action.kind.${action.kind}`), target === '' ? [] : [value(target)]),
    ...action.kind === 'reply' ? [plain(t('rules.action.then', { outcome: t(`rules.outcome.${action.outcome}`) }))] : []
  ]
}

function actionTarget (action: Action, choices: RuleChoices, t: Translate): string {
  const named = (all: Named[], id: number | null): string => all.find(each => each.id === id)?.name ?? '?'
  switch (action.kind) {
    case 'set_priority': return t(`tickets.priority.${action.priority}`)
    case 'set_topic': return named(choices.topics, action.topicId)
    case 'set_department': return named(choices.departments, action.departmentId)
    case 'set_team': return named(choices.teams, action.teamId)
    case 'set_agent': return named(choices.agents, action.agentId)
    case 'route': case 'route_anew': return t(`rules.way.${action.way}`)
    case 'set_sla': return named(choices.policies, action.policyId)
    case 'set_status': return named(choices.statuses, action.statusId)
    case 'add_tags': case 'remove_tags': return action.tags.join(', ')
    case 'add_tasks': return firstWords(action.tasks.join('; '))
    case 'add_participant': return action.email
    case 'note': case 'reply': return firstWords(action.text)
    case 'send_mail': return `${action.to.map(each => isMailRole(each) ? t(`rules.mail_role.${each}`) : each).join(', ')}: ${firstWords(action.subject)}`
    case 'refer_to_department': return `${named(choices.departments, action.departmentId)}: ${firstWords(action.reason)}`
    case 'refer_to_team': return `${named(choices.teams, action.teamId)}: ${firstWords(action.reason)}`
    case 'refer_to_agent': return `${named(choices.agents, action.agentId)}: ${firstWords(action.reason)}`
    case 'reject': return firstWords(action.reason)
    case 'call_webhook': return named(choices.webhooks, action.webhookId)
    case 'set_due': return spanWords(action.span, t)
    case 'hold': return `${spanWords(action.span, t)}: ${firstWords(action.reason)}`
    case 'set_answer': return `${named(choices.questions, action.questionId)}: ${firstWords(action.value)}`
    case 'silence': return t(`rules.silence.${action.whom}`)
    default: return ''
  }
}

const firstWords = (text: string): string => Array.from(text.replace(/\s+/g, ' ')).length <= 60 ? text : `${Array.from(text.replace(/\s+/g, ' ')).slice(0, 60).join('')}…`
