import type { TicketEvent } from '../tickets/ticket-event.entity.js'
import type { FactValue } from './operators.js'
import type { FieldName, Trigger } from './rule-fields.js'

type Told = Pick<TicketEvent, 'name' | 'fromState' | 'toState' | 'details' | 'actorParty'>

/** With these the requester or a participant says something. */
const messages: ReadonlySet<string> = new Set(['message_received', 'decline'])

/** These are the clocks' and the mail's own business. */
const quiet: ReadonlySet<string> = new Set(['created', 'target_warned', 'target_breached', 'step_taken', 'step_failed', 'reminded', 'followed_up', 'merge', 'unmerge'])

/** Which rules an event wakes; null when it wakes none, as what a rule did itself. */
export function triggerOf ({ name, details }: Told): Trigger | null {
  if (details.byRule === true || quiet.has(name)) return null
  return messages.has(name) ? 'message' : 'updated'
}

/** What an event changed, as it was before. */
export function changesOf ({ name, fromState, toState, details }: Told): Map<FieldName, FactValue> {
  const before = new Map<FieldName, FactValue>()
  if (fromState !== toState) before.set('state', fromState).set('whose_move', null)
  switch (name) {
    case 'priority_changed': return before.set('priority', textOf(details.from))
    case 'subject_changed': return before.set('subject', textOf(details.from))
    case 'topic_changed': return before.set('topic', textOf(details.from))
    case 'status_changed': return before.set('status', null)
    case 'transferred': return before.set('department', textOf(details.fromDepartmentId))
    case 'assigned': case 'unassigned': case 'returned': return before.set('assignee', null).set('team', null)
    case 'tags_changed': return before.set('tags', Array.isArray(details.removed) ? details.removed as string[] : [])
    case 'field_changed': return before.set(`question.${Number(details.questionId)}`, textOf(details.before))
    default: return before
  }
}

const textOf = (value: unknown): string | null => value === null || value === undefined ? null : String(value)
