import { mostAddresses } from '../notifications/rule-mail.js'
import { isEmailAddress } from '../platform/email-address.js'
import type { FieldChecks } from '../platform/field-checks.js'
import { actionPlaces, type Action } from './action.js'
import { conditionsOf, groupLimits, isGroup, type Condition, type Group } from './condition.js'
import { changeOperators, isComparable, operatorsOf, plain } from './operators.js'
import { kindOf, type FieldKind, type Trigger } from './rule-fields.js'

/** What exists that a rule can name. */
export interface Known {
  questionKinds: ReadonlyMap<number, FieldKind>
  topicIds: ReadonlySet<number>
  departmentIds: ReadonlySet<number>
  teamIds: ReadonlySet<number>
  agentIds: ReadonlySet<number>
  policyIds: ReadonlySet<number>
  statusIds: ReadonlySet<number>
  /** The house's own addresses, to which no rule may write. */
  ownAddresses: ReadonlySet<string>
}

export const longestDelayMinutes = 366 * 24 * 60
const mostActions = 20

/** Notes what is wrong with conditions: an unknown field, nothing to compare with, a pattern that is none, or what can never hold. */
export function checkConditions (checks: FieldChecks, group: Group, trigger: Trigger, known: Known): void {
  const all = conditionsOf(group)
  if (depthOf(group) > groupLimits.depth || all.length > groupLimits.conditions) checks.note('conditions', 'rules.conditions.too_many', { limit: groupLimits.conditions })
  for (const [place, condition] of all.entries()) checkCondition(checks, `condition${place + 1}`, condition, trigger, known)
  if (contradicts(group)) checks.note('conditions', 'rules.conditions.never')
}

function checkCondition (checks: FieldChecks, name: string, { field, operator, value }: Condition, trigger: Trigger, known: Known): void {
  const kind = kindOf(field, known.questionKinds)
  if (kind === null) checks.note(name, 'rules.condition.field_gone')
  else if (!(operatorsOf[kind] as readonly string[]).includes(operator) || (changeOperators.has(operator) && trigger !== 'updated')) checks.note(name, 'refusal.not_a_choice')
  else if (!isComparable(operator, kind, value)) checks.note(name, operator === 'matches' || operator === 'matches_not' ? 'rules.condition.no_pattern' : kind === 'number' ? 'rules.condition.no_number' : 'rules.condition.no_value')
}

const depthOf = (group: Group): number => 1 + Math.max(0, ...group.parts.map(part => isGroup(part) ? depthOf(part) : 0))

/** Whether all of a group's conditions can never hold together. Says no when in doubt. */
function contradicts ({ match, parts }: Group): boolean {
  if (parts.some(part => isGroup(part) && contradicts(part)) && (match === 'all' || parts.length === 1)) return true
  if (match === 'any') return false
  const conditions = parts.filter((part): part is Condition => !isGroup(part))
  return conditions.some((one, place) => conditions.slice(place + 1).some(other => one.field === other.field && clash(one, other)))
}

function clash (one: Condition, other: Condition): boolean {
  const pair = [one.operator, other.operator].sort().join()
  const wanted = new Set(one.value.map(plain))
  const isShared = other.value.map(plain).some(each => wanted.has(each))
  switch (pair) {
    case 'is,is': case 'one_of,one_of': return !isShared
    case 'is,is_not': case 'contains,contains_not': case 'matches,matches_not': case 'starts,starts_not': case 'ends,ends_not': return isShared && one.value.length === 1 && other.value.length === 1
    case 'empty,filled': case 'no,yes': case 'empty,is': case 'empty,one_of': case 'contains,empty': return true
    default: return false
  }
}

/** Notes what is wrong with actions: none at all, one that makes no sense here, or one that names what is gone. */
export function checkActions (checks: FieldChecks, actions: readonly Action[], trigger: Trigger, known: Known): void {
  if (actions.length === 0) checks.note('actions', 'rules.actions.none')
  if (actions.length > mostActions) checks.note('actions', 'rules.actions.too_many', { limit: mostActions })
  const place = trigger === 'created' ? 'intake' : 'event'
  for (const [index, action] of actions.entries()) {
    const name = `action${index + 1}`
    if (!actionPlaces[action.kind].includes(place)) checks.note(name, 'refusal.not_a_choice')
    else if (!names(action, known)) checks.note(name, 'rules.action.target_gone')
    else if (action.kind === 'send_mail') checkMail(checks, name, action, known)
    else if (isBlank(action)) checks.note(name, 'rules.action.empty')
  }
}

function checkMail (checks: FieldChecks, name: string, { to, subject, text }: Action & { kind: 'send_mail' }, { ownAddresses }: Known): void {
  const wrong = to.find(address => !isEmailAddress(address))
  if (to.length === 0 || subject.trim() === '' || text.trim() === '') checks.note(name, 'rules.action.mail_empty')
  else if (wrong !== undefined) checks.note(name, 'rules.action.no_address', { address: wrong })
  else if (to.length > mostAddresses) checks.note(name, 'rules.action.too_many_addresses', { limit: mostAddresses })
  else if (to.some(address => ownAddresses.has(address.toLowerCase()))) checks.note(name, 'rules.action.own_address')
}

function names (action: Action, known: Known): boolean {
  switch (action.kind) {
    case 'set_topic': return known.topicIds.has(action.topicId)
    case 'set_department': return known.departmentIds.has(action.departmentId)
    case 'set_team': return action.teamId === null || known.teamIds.has(action.teamId)
    case 'set_agent': return action.agentId === null || known.agentIds.has(action.agentId)
    case 'set_sla': return known.policyIds.has(action.policyId)
    case 'set_status': return known.statusIds.has(action.statusId)
    default: return true
  }
}

function isBlank (action: Action): boolean {
  switch (action.kind) {
    case 'add_tags': case 'remove_tags': return action.tags.length === 0
    case 'add_participant': return action.email.trim() === ''
    case 'note': case 'reply': return action.text.trim() === ''
    case 'reject': return action.reason.trim() === ''
    default: return false
  }
}
