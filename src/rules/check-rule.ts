import { mostAddresses } from '../notifications/rule-mail.js'
import { isEmailAddress } from '../platform/email-address.js'
import type { FieldChecks } from '../platform/field-checks.js'
import { checkAnswers } from '../forms/check-answers.js'
import type { Question } from '../forms/question.entity.js'
import { actionPlaces, type Action, type Place } from './action.js'
import { longestTask, mostTasks } from '../tickets/tasks/task-values.js'
import { conditionsOf, groupLimits, isGroup, type Condition, type Group } from './condition.js'
import { findContradiction, neverHolds } from './contradiction.js'
import { findLoop, type LoopingRule } from './loop.js'
import { isMailRole } from './mail-roles.js'
import { changeOperators, comparandOf, isComparable, operatorsOf, type Operator } from './operators.js'
import { kindOf, laterFields, type FieldKind, type Trigger } from './rule-fields.js'
import { companyTyped } from './typed-companies.js'
import { readSpan } from './time-span.js'

/** What exists that a rule can name. */
export interface Known {
  questionKinds: ReadonlyMap<number, FieldKind>
  topicIds: ReadonlySet<number>
  departmentIds: ReadonlySet<number>
  teamIds: ReadonlySet<number>
  agentIds: ReadonlySet<number>
  policyIds: ReadonlySet<number>
  statusIds: ReadonlySet<number>
  scheduleIds: ReadonlySet<number>
  webhookIds: ReadonlySet<number>
  questions: ReadonlyMap<number, Pick<Question, 'id' | 'label' | 'kind' | 'options' | 'isRequired'>>
  /** The house's own addresses, to which no rule may write. */
  ownAddresses: ReadonlySet<string>
}

const mostActions = 20

/** Notes what is wrong with conditions: an unknown field, nothing to compare with, a pattern that is none, or what can never hold. */
export function checkConditions (checks: FieldChecks, group: Group, trigger: Trigger, known: Known): void {
  const all = conditionsOf(group)
  if (depthOf(group) > groupLimits.depth || all.length > groupLimits.conditions) checks.note('conditions', 'rules.conditions.too_many', { limit: groupLimits.conditions, depth: groupLimits.depth })
  for (const [place, condition] of all.entries()) checkCondition(checks, `condition${place + 1}`, condition, trigger, known)
  if (neverHolds(group)) checks.note('conditions', 'rules.conditions.never')
}

function checkCondition (checks: FieldChecks, name: string, { field, operator, value }: Condition, trigger: Trigger, known: Known): void {
  const kind = kindOf(field, known.questionKinds)
  if (kind === null) checks.note(name, 'rules.condition.field_gone')
  else if (trigger === 'created' && laterFields.has(field)) checks.note(name, 'rules.condition.later')
  else if (!(operatorsOf[kind] as readonly string[]).includes(operator) || (changeOperators.has(operator) && trigger !== 'updated')) checks.note(name, 'refusal.not_a_choice')
  else if (!isComparable(operator, kind, value)) checks.note(name, whyNot(operator, kind))
  else if (field === 'company' && value.some(each => companyTyped(each) !== null)) checks.note(name, 'rules.condition.no_company', { name: value.map(companyTyped).find(each => each !== null) ?? '' })
  else if (comparandOf(operator) === 'hours' && value.some(id => id !== '' && !known.scheduleIds.has(Number(id)))) checks.note(name, 'rules.action.target_gone')
}

/** What is missing in a condition that compares with nothing it could. */
function whyNot (operator: Operator, kind: FieldKind): 'rules.condition.no_pattern' | 'rules.condition.no_span' | 'rules.condition.no_day' | 'rules.condition.no_number' | 'rules.condition.no_value' {
  if (operator === 'matches' || operator === 'matches_not') return 'rules.condition.no_pattern'
  const comparand = comparandOf(operator)
  if (comparand === 'span' || comparand === 'day') return `rules.condition.no_${comparand}`
  return kind === 'number' ? 'rules.condition.no_number' : 'rules.condition.no_value'
}

const depthOf = (group: Group): number => 1 + Math.max(0, ...group.parts.map(part => isGroup(part) ? depthOf(part) : 0))

/** Notes what is wrong with actions: none at all, one that makes no sense here, or one that names what is gone. */
export function checkActions (checks: FieldChecks, actions: readonly Action[], place: Place, known: Known): void {
  if (actions.length === 0) checks.note('actions', 'rules.actions.none')
  if (actions.length > mostActions) checks.note('actions', 'rules.actions.too_many', { limit: mostActions })
  for (const [index, action] of actions.entries()) {
    const name = `action${index + 1}`
    if (!actionPlaces[action.kind].includes(place)) checks.note(name, 'refusal.not_a_choice')
    else if (!names(action, known)) checks.note(name, 'rules.action.target_gone')
    else if (action.kind === 'send_mail') checkMail(checks, name, action, known)
    else if (action.kind === 'set_due' || action.kind === 'hold') checkDate(checks, name, action)
    else if (action.kind === 'set_answer') checkAnswer(checks, name, action, known)
    else if (isBlank(action)) checks.note(name, 'rules.action.empty')
    else if (action.kind === 'add_tasks') checkTasks(checks, name, action.tasks)
  }
  const contradicting = findContradiction(actions)
  if (contradicting !== null) checks.note(`action${contradicting + 1}`, 'rules.action.contradicts')
}

function checkMail (checks: FieldChecks, name: string, { to, subject, text }: Action & { kind: 'send_mail' }, { ownAddresses }: Known): void {
  const wrong = to.find(address => !isMailRole(address) && !isEmailAddress(address))
  if (to.length === 0 || subject.trim() === '' || text.trim() === '') checks.note(name, 'rules.action.mail_empty')
  else if (wrong !== undefined) checks.note(name, 'rules.action.no_address', { address: wrong })
  else if (to.length > mostAddresses) checks.note(name, 'rules.action.too_many_addresses', { limit: mostAddresses })
  else if (to.some(address => ownAddresses.has(address.toLowerCase()))) checks.note(name, 'rules.action.own_address')
}

function checkDate (checks: FieldChecks, name: string, action: Action & { kind: 'set_due' | 'hold' }): void {
  const span = readSpan(action.span)
  if (span === null || span.amount === 0) checks.note(name, 'rules.condition.no_span')
  else if (action.kind === 'hold' && action.reason.trim() === '') checks.note(name, 'tickets.hold.reason_empty')
}

function checkAnswer (checks: FieldChecks, name: string, { questionId, value }: Action & { kind: 'set_answer' }, { questions }: Known): void {
  const question = questions.get(questionId)!
  const problem = checkAnswers([question], new Map([[questionId, value]])).problems.get(questionId)
  if (problem !== undefined) checks.note(name, problem.key, problem.values)
  else if (value.trim() === '') checks.note(name, 'rules.action.empty')
}

/** A task that the ticket would refuse is refused here. */
function checkTasks (checks: FieldChecks, name: string, tasks: readonly string[]): void {
  const long = tasks.find(text => text.length > longestTask)
  if (long !== undefined) checks.note(name, 'refusal.too_long', { limit: longestTask, length: long.length })
  if (tasks.length > mostTasks) checks.note(name, 'tasks.too_many', { limit: mostTasks })
}

function names (action: Action, known: Known): boolean {
  switch (action.kind) {
    case 'set_topic': return known.topicIds.has(action.topicId)
    case 'set_department': case 'refer_to_department': return known.departmentIds.has(action.departmentId)
    case 'set_team': return action.teamId === null || known.teamIds.has(action.teamId)
    case 'refer_to_team': return known.teamIds.has(action.teamId)
    case 'refer_to_agent': return known.agentIds.has(action.agentId)
    case 'set_agent': return action.agentId === null || known.agentIds.has(action.agentId)
    case 'set_sla': return known.policyIds.has(action.policyId)
    case 'set_status': return known.statusIds.has(action.statusId)
    case 'call_webhook': return known.webhookIds.has(action.webhookId)
    case 'set_answer': return known.questions.has(action.questionId)
    default: return true
  }
}

function isBlank (action: Action): boolean {
  switch (action.kind) {
    case 'add_tags': case 'remove_tags': return action.tags.length === 0
    case 'add_tasks': return action.tasks.length === 0
    case 'add_participant': return action.email.trim() === ''
    case 'note': case 'reply': return action.text.trim() === ''
    case 'reject': case 'refer_to_department': case 'refer_to_team': case 'refer_to_agent': return action.reason.trim() === ''
    default: return false
  }
}

/** Notes when a rule and others that are in use would set back what each other sets. */
export function checkLoop (checks: FieldChecks, rule: LoopingRule, others: readonly LoopingRule[]): void {
  const names = findLoop(rule, others)
  if (names !== null) checks.note('actions', 'rules.loop', { names: names.map(name => `“${name}”`).join(', ') })
}
