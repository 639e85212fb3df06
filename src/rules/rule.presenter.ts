import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import { placeOf, routeWays, type Action, type Place } from './action.js'
import { groupLimits, isGroup, type Condition, type Group } from './condition.js'
import { isAnswerable } from './answerable.js'
import type { RuleChoices } from './known.queries.js'
import { isMailRole, mailRoles } from './mail-roles.js'
import { offeredOperators, operatorWords } from './offered-operators.js'
import { comparandOf, type Comparand } from './operators.js'
import { kindOf, offeredFields, triggers, type FieldKind, type Trigger } from './rule-fields.js'
import { actionsFor, rootGroup } from './rule-form.js'
import type { RuleValues } from './rule-values.js'
import { companyNames } from './typed-companies.js'
import { fieldName, ruleSentence, timedName, valueChoices, type Piece } from './rule-words.presenter.js'
import { spanUnits } from './time-span.js'
import { timedFields, type Timing } from './timing.js'
import type { Rule } from './rule.entity.js'
import type { RuleHits } from './hits.queries.js'

export interface RuleListView {
  kinds: Array<{ href: string, label: string, count: number, current: boolean }>
  trigger: Trigger
  rules: Array<{ id: number, name: string, path: string, place: number, isActive: boolean, sentence: Piece[], hits: string, isIdle: boolean }>
  newPath: string
}

export function presentRules (rules: readonly Rule[], counts: ReadonlyMap<Trigger, number>, trigger: Trigger, hits: RuleHits, choices: RuleChoices, t: Translate, format: Format): RuleListView {
  return {
    kinds: triggers.map(each => ({ href: `/admin/rules?trigger=${each}`, label: t(`rules.trigger.${each}`), count: counts.get(each) ?? 0, current: each === trigger })),
    trigger,
    newPath: `/admin/rules/new?trigger=${trigger}`,
    rules: rules.map((rule, place) => {
      const held = hits.get(rule.id)
      return {
        id: rule.id, name: rule.name, path: `/admin/rules/${rule.id}`, place: place + 1, isActive: rule.isActive, isIdle: held === undefined,
        sentence: ruleSentence(rule, choices, t, format),
        hits: held === undefined ? t('rules.never') : t('rules.hits', { count: held.count, shown: format.capped(held.count, 1000), when: format.dateTime(held.lastAt) })
      }
    })
  }
}

/** What is wrong with the form, as a list and by field. */
interface WrongFields { list: Array<{ href: string, text: string }>, of: Record<string, string> }

type Options = Array<{ value: string, label: string }>

interface ConditionView {
  id: string
  name: string
  field: string
  label: string
  operator: string
  /** With what each compares, so that the page shows the controls for that alone. */
  operators: Array<Options[number] & { takes: Comparand }>
  takes: Comparand[]
  value: string[]
  choices: Options | null
  span: { amount: string, unit: string, units: Options }
  hours: Options
  error: string | null
}

/** A group of conditions and of other groups, with the name under which the form knows it. */
interface GroupView { path: string, label: string, match: string, isRoot: boolean, mayNest: boolean, parts: Array<ConditionView | GroupView> }

export interface RuleFormView {
  action: string
  version: number
  name: string
  trigger: Trigger
  triggerLabel: string
  conditions: GroupView
  fields: Array<{ label: string, options: Options }>
  actions: Array<{ name: string, kind: string, label: string, value: string, choices: Options | null, control: 'none' | 'line' | 'text' | 'lines' | 'mail', outcome: string | null, to: string, subject: string, roles: Array<Options[number] & { checked: boolean }>, span: ConditionView['span'] | null, line: string | null, lineLabel: string, error: string | null }>
  newActions: Options
  stops: boolean
  timing: TimingView | null
  isNew: boolean
  /** The part that the last button was about, which has the focus; null when nothing was pressed. */
  focus: string | null
  problems: WrongFields
}

/** The page on which a rule is written. */
export function presentRuleForm (draft: RuleValues, { id, version, problems, focus }: { id: number | null, version: number, problems: WrongFields, focus: string | null }, choices: RuleChoices, questionKinds: ReadonlyMap<number, FieldKind>, t: Translate): RuleFormView {
  const context: Context = { counted: 0, trigger: draft.trigger, problems, choices, questionKinds, t }
  return {
    action: id === null ? '/admin/rules' : `/admin/rules/${id}`,
    version,
    isNew: id === null,
    focus,
    name: draft.name,
    trigger: draft.trigger,
    triggerLabel: t(`rules.trigger.${draft.trigger}`),
    stops: draft.stops,
    timing: draft.timing === null ? null : presentTiming(draft.timing, choices, t),
    problems,
    fields: presentFields(draft.trigger, choices, t),
    conditions: presentGroup(draft.conditions, rootGroup, 1, context),
    ...presentActions(draft.actions, placeOf(draft.trigger), problems, choices, t)
  }
}

/** When a rule of time speaks, as controls. */
interface TimingView { span: ConditionView['span'], side: string, sides: Options, of: string, times: Options }

function presentTiming ({ span, side, of }: Timing, choices: RuleChoices, t: Translate): TimingView {
  const days = choices.questions.filter(({ kind }) => kind === 'date').map(({ id }) => `question.${id}` as const)
  return {
    span: presentSpan(span, t), side, of, sides: (['after', 'before'] as const).map(value => ({ value, label: t(`rules.timing.${value}`) })),
    times: [...timedFields, ...days].map(value => ({ value, label: timedName(value, choices, t) }))
  }
}

interface Context { counted: number, trigger: Trigger, problems: WrongFields, choices: RuleChoices, questionKinds: ReadonlyMap<number, FieldKind>, t: Translate }

function presentGroup ({ match, parts }: Group, path: string, depth: number, context: Context): GroupView {
  return {
    path, match, isRoot: depth === 1, mayNest: depth < groupLimits.depth, label: context.t('rules.group', { place: path.split('.').slice(1).map(place => Number(place) + 1).join('.') }),
    parts: parts.map((part, place) => isGroup(part) ? presentGroup(part, `${path}.${place}`, depth + 1, context) : presentCondition(part, `${path}.${place}`, context))
  }
}

function presentCondition ({ field, operator, value }: Condition, name: string, context: Context): ConditionView {
  const { trigger, problems, choices, questionKinds, t } = context
  context.counted += 1
  const kind = kindOf(field, questionKinds) ?? 'text'
  const operators = offeredOperators(kind, operator, trigger).map(each => ({ value: each, label: operatorWords(each, t), takes: comparandOf(each) }))
  return {
    id: `condition${context.counted}`, name, field, label: fieldName(field, choices, t), operator, value: field === 'company' ? companyNames(value, choices.companies) : value, choices: kind === 'choice' && field !== 'company' ? valueChoices(field, choices, t) : null,
    operators, takes: [...new Set(operators.map(({ takes }) => takes))], span: presentSpan(value[0] ?? '', t), hours: [{ value: '', label: t('rules.hours.department') }, ...choices.schedules.map(({ id, name }) => ({ value: String(id), label: name }))],
    error: problems.of[`condition${context.counted}`] ?? null
  }
}

/** A stretch of time as a number and a unit. */
export function presentSpan (text: string, t: Translate): ConditionView['span'] {
  const [amount = '', ...unit] = text.split(' ')
  return { amount: /^[\d.]/.test(amount) ? amount : '', unit: unit.join(' ') || 'hours', units: spanUnits.map(value => ({ value, label: t(`rules.unit.${value.replace(' ', '_')}` as 'rules.unit.days') })) }
}

/** What a new condition can be about, by what it is about; questions by their topic. */
function presentFields (trigger: Trigger, choices: RuleChoices, t: Translate): RuleFormView['fields'] {
  const groups = offeredFields(trigger).map(([group, fields]) => ({ label: t(`rules.about.${group}`), options: fields.map(field => ({ value: field as string, label: t(`rules.field.${field}`) })) }))
  const questions = choices.questions.map(({ id, name }) => ({ value: `question.${id}`, label: name }))
  return questions.length === 0 ? groups : [...groups, { label: t('rules.about.questions'), options: questions }]
}

/** The actions of a rule or a macro as fields, and those that may be added. */
export function presentActions (actions: readonly Action[], where: Place, problems: WrongFields, choices: RuleChoices, t: Translate): Pick<RuleFormView, 'actions' | 'newActions'> {
  return {
    actions: actions.map((action, place) => ({ name: `a${place}`, kind: action.kind, label: t(`rules.action.kind.${action.kind}`), error: problems.of[`action${place + 1}`] ?? null, ...presentAction(action, choices, t) })),
    newActions: actionsFor(where).map(kind => ({ value: kind, label: t(`rules.action.kind.${kind}`) }))
  }
}

type ActionControl = Pick<RuleFormView['actions'][number], 'value' | 'choices' | 'control' | 'outcome' | 'to' | 'subject' | 'roles' | 'span' | 'line' | 'lineLabel'>

function presentAction (action: Action, choices: RuleChoices, t: Translate): ActionControl {
  const nobody = { value: '', label: t('rules.word.nobody') }
  const nothing = { outcome: null, to: '', subject: '', roles: [], span: null, line: null, lineLabel: '' }
  const chosen = (value: number | string | null, list: Options | null): ActionControl => ({ value: String(value ?? ''), choices: list, control: 'none', ...nothing })
  const typed = (value: string, control: 'line' | 'text' | 'lines', outcome: string | null = null): ActionControl => ({ value, choices: null, control, ...nothing, outcome })
  switch (action.kind) {
    case 'set_priority': return chosen(action.priority, valueChoices('priority', choices, t))
    case 'set_topic': return chosen(action.topicId, valueChoices('topic', choices, t))
    case 'set_department': return chosen(action.departmentId, valueChoices('department', choices, t))
    case 'set_team': return chosen(action.teamId, [nobody, ...valueChoices('team', choices, t) ?? []])
    case 'set_agent': return chosen(action.agentId, [nobody, ...valueChoices('assignee', choices, t) ?? []])
    case 'route': case 'route_anew': return chosen(action.way, routeWays.map(value => ({ value, label: t(`rules.way.${value}`) })))
    case 'set_status': return chosen(action.statusId, valueChoices('status', choices, t))
    case 'set_sla': return chosen(action.policyId, choices.policies.map(({ id, name }) => ({ value: String(id), label: name })))
    case 'silence': return chosen(action.whom, (['requester', 'agents'] as const).map(value => ({ value, label: t(`rules.silence.${value}`) })))
    case 'add_tags': case 'remove_tags': return typed(action.tags.join(', '), 'line')
    case 'add_tasks': return typed(action.tasks.join('\n'), 'lines')
    case 'add_participant': return typed(action.email, 'line')
    case 'reject': return typed(action.reason, 'line')
    case 'note': return typed(action.text, 'text')
    case 'send_mail': return {
      ...typed(action.text, 'text'), control: 'mail', to: action.to.filter(each => !isMailRole(each)).join(', '), subject: action.subject,
      roles: mailRoles.map(value => ({ value, label: t(`rules.mail_role.${value}`), checked: action.to.includes(value) }))
    }
    case 'call_webhook': return chosen(action.webhookId, choices.webhooks.map(({ id, name }) => ({ value: String(id), label: name })))
    case 'set_due': return { ...chosen(null, null), span: presentSpan(action.span, t) }
    case 'hold': return { ...typed(action.reason, 'line'), span: presentSpan(action.span, t) }
    case 'set_answer': return { ...chosen(action.questionId, choices.questions.filter(isAnswerable).map(({ id, name }) => ({ value: String(id), label: name }))), line: action.value, lineLabel: t('rules.action.answer') }
    case 'refer_to_department': return { ...chosen(action.departmentId, valueChoices('department', choices, t)), line: action.reason, lineLabel: t('rules.action.refer_reason') }
    case 'refer_to_team': return { ...chosen(action.teamId, valueChoices('team', choices, t)), line: action.reason, lineLabel: t('rules.action.refer_reason') }
    case 'refer_to_agent': return { ...chosen(action.agentId, valueChoices('assignee', choices, t)), line: action.reason, lineLabel: t('rules.action.refer_reason') }
    case 'reply': return typed(action.text, 'text', action.outcome)
    default: return chosen(null, null)
  }
}
