import { minute } from '../platform/clock.js'
import type { Format } from '../platform/i18n/format.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Message } from '../platform/errors.js'
import type { WordKey, WordValues } from '../words/catalogue.js'
import type { Step } from '../sla/step.js'
import { stepActWords, stepMomentWords } from '../sla/step.presenter.js'
import type { TargetKind } from '../sla/target-kind.js'
import { explainRouting, type ExplainedStep } from '../routing/routing.presenter.js'
import type { KeptDecision } from '../routing/routing-decision.js'
import { answerText } from './answer.presenter.js'
import type { EventDetails } from './ticket-event.entity.js'
import type { EventRow } from './ticket-page.queries.js'

export interface EventView { icon: string, text: string, at: Date, reasons: ExplainedStep[] }

const icons: Record<string, string> = {
  assigned: 'route', unassigned: 'inbox', returned: 'inbox', referred: 'users', referral_ended: 'users', transferred: 'route', merge: 'link', unmerge: 'link', linked: 'link', unlinked: 'link', entry_moved_away: 'link', entry_moved_here: 'link', field_changed: 'pencil', trash: 'trash', restore: 'undo',
  priority_changed: 'flag', due_changed: 'calendar', topic_changed: 'pencil', sla_changed: 'clock', tags_changed: 'tag', target_warned: 'clock', target_breached: 'alert', step_taken: 'clock', step_failed: 'alert', participant_added: 'users',
  participant_removed: 'users', undelivered: 'alert', resolve: 'check', accept: 'check', close: 'check', rated: 'chart', planned: 'calendar', task_added: 'tasks', task_done: 'check', task_reopened: 'undo', task_changed: 'pencil', task_removed: 'tasks', reply_withdrawn: 'undo', hold: 'pause'
}

/** One line of history in words. */
export function presentEvent (event: EventRow, t: Translate, format: Format): EventView {
  const [key, values] = wordsOf(event, t, format)
  return { icon: icons[event.name] ?? 'door', text: t(key, { actor: event.actorName, ...values }), at: new Date(event.at), reasons: event.details.steps || event.details.reasons ? explainRouting(event.details as unknown as KeptDecision, t, format) : [] }
}

function wordsOf ({ name, details, actorName }: EventRow, t: Translate, format: Format): [WordKey, WordValues] {
  const text = (field: string): string => String(details[field] ?? '')
  const list = (field: string): string => (details[field] as string[]).join('; ')
  const moment = (field: string): string => details[field] ? format.dateTime(new Date(text(field))) : ''

  switch (name) {
    case 'hold': return ['tickets.event.hold', { reason: text('reason') }]
    case 'resume': return [`tickets.event.resume_${details.cause === 'message' || details.cause === 'date' ? details.cause : 'agent'}`, {}]
    case 'close': return [details.automatic === true ? 'tickets.event.close_automatic' : 'tickets.event.close', {}]
    case 'merge': return ['tickets.event.merge', { number: text('intoNumber') }]
    case 'assigned': return assignment(details, actorName)
    case 'returned': return ['tickets.event.returned', { name: text('agentName'), duration: format.duration(Number(details.minutes) * minute) }]
    case 'referred': return ['tickets.event.referred', { name: text('name'), reason: text('reason') }]
    case 'referral_ended': return ['tickets.event.referral_ended', { name: text('name') }]
    case 'transferred': return ['tickets.event.transferred', { from: text('fromName'), name: text('name'), reason: text('reason') }]
    case 'priority_changed': return ['tickets.event.priority_changed', { from: t(`tickets.priority.${details.from as 1}`), to: t(`tickets.priority.${details.to as 1}`) }]
    case 'due_changed': return details.to ? ['tickets.event.due_set', { when: moment('to') }] : ['tickets.event.due_cleared', {}]
    case 'subject_changed': return ['tickets.event.subject_changed', { from: text('from') }]
    case 'topic_changed': return details.name === undefined ? ['tickets.event.topic_changed', {}] : ['tickets.event.topic_changed_to', { name: text('name') }]
    case 'sla_changed': return ['tickets.event.sla_changed', { name: text('name') }]
    case 'status_changed': return details.label ? ['tickets.event.status_changed', { label: text('label') }] : ['tickets.event.status_cleared', {}]
    case 'participant_added': return ['tickets.event.participant_added', { name: text('name') }]
    case 'participant_removed': return ['tickets.event.participant_removed', { name: text('name') }]
    case 'tags_changed': return ['tickets.event.tags_changed', { changes: tagChanges(details) }]
    case 'field_changed': return ['tickets.event.field_changed', { label: text('label'), from: shortAnswer(details.before, t), to: shortAnswer(details.after, t) }]
    case 'planned': return ['tickets.event.planned', { name: text('name') }]
    case 'undelivered': return ['tickets.event.undelivered', { name: text('name'), address: text('address'), text: text('text') }]
    case 'rated': return ['tickets.event.rated', { score: text('score') }]
    case 'target_warned': return details.step === undefined ? ['tickets.event.target_warned', { kind: t(`tickets.clock.${details.kind as 'resolution'}`) }] : stepTaken(details, t, format)
    case 'step_taken': return stepTaken(details, t, format)
    case 'step_failed': return ['tickets.event.step_failed', { ...stepTaken(details, t, format)[1], why: whyOf(details.why as Message, t) }]
    case 'target_breached': return ['tickets.event.target_breached', { kind: t(`tickets.clock.${details.kind as 'resolution'}`) }]
    case 'unlinked': return ['tickets.event.unlinked', { number: text('otherNumber') }]
    case 'linked': return [linkedKey(details), { number: text('otherNumber') }]
    case 'task_added': return ['tasks.event.added', { texts: list('texts') }]
    case 'task_done':
    case 'task_reopened':
    case 'task_removed': return [`tasks.event.${name.slice('task_'.length) as 'done'}`, { text: text('text') }]
    case 'task_changed': return details.from === details.text ? ['tasks.event.arranged', { text: text('text') }] : ['tasks.event.changed', { from: text('from'), text: text('text') }]
    case 'entry_moved_away':
    case 'entry_moved_here': return [`tickets.event.${name}`, { number: text('otherNumber') }]
    case 'created': return ['tickets.event.created', { source: t(`tickets.source.${details.source as 'web'}`) }]
    default: return [`tickets.event.${name}` as WordKey, {}]
  }
}

function linkedKey ({ kind, blocks }: EventRow['details']): WordKey {
  if (kind === 'merged') return 'tickets.event.merged_in'
  return kind !== 'blocks' ? 'tickets.event.linked' : blocks === true ? 'tickets.event.linked_blocks' : 'tickets.event.linked_waits'
}

/** What a service level did by itself, and what for. */
function stepTaken ({ kind, policy, step, name }: EventDetails, t: Translate, format: Format): [WordKey, WordValues] {
  const { when, act } = step as Step
  return ['tickets.event.step_taken', { policy: String(policy), when: stepMomentWords(when, kind as TargetKind, t, format), what: stepActWords(act, String(name ?? ''), t) }]
}

const whyOf = ({ key, values }: Message, t: Translate): string => t(key, values)

function assignment (details: EventRow['details'], actorName: string): [WordKey, WordValues] {
  const name = [details.agentName, details.teamName].filter(Boolean).join(', ')
  if (details.automatic === true && name === '') return ['tickets.event.assigned_nobody', {}]
  if (Array.isArray(details.rules)) return ['tickets.event.assigned_rule', { name, rules: details.rules.map(rule => `“${String(rule)}”`).join(', ') }]
  if (details.chosenBy === 'last_agent' || details.chosenBy === 'account_manager') return [`tickets.event.assigned_${details.chosenBy}`, { name }]
  if (details.automatic === true && ![undefined, 'strategy'].includes(details.chosenBy as string | undefined)) return ['tickets.event.assigned_fallback', { name }]
  if (details.automatic === true) return [details.strategy === 'least_open' ? 'tickets.event.assigned_least_open' : 'tickets.event.assigned_turn', { name }]
  if (details.absence === 'over') return ['tickets.event.assigned_back', { name }]
  if (details.absence === 'on') return ['tickets.event.assigned_absence', { name, from: String(details.fromName ?? '') }]
  if (details.handOverId !== undefined && details.fromName) return ['tickets.event.assigned_hand_over', { name, from: String(details.fromName) }]
  return [name === actorName ? 'tickets.event.assigned_self' : 'tickets.event.assigned', { name }]
}

/** An answer as it fits into a line; a dash for none. */
function shortAnswer (value: unknown, t: Translate): string {
  const text = answerText(value, t)
  return text === '' ? '–' : text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function tagChanges ({ added, removed }: EventRow['details']): string {
  return [...(added as string[]).map(tag => `+${tag}`), ...(removed as string[]).map(tag => `−${tag}`)].join(' ')
}
