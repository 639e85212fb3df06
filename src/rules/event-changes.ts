import type { TicketEvent } from '../tickets/ticket-event.entity.js'
import type { FactValue } from './operators.js'
import type { FieldName, Trigger } from './rule-fields.js'

type Told = Pick<TicketEvent, 'name' | 'fromState' | 'toState' | 'details' | 'actorParty'>

/** With these the requester or a participant says something. */
const messages: ReadonlySet<string> = new Set(['message_received', 'decline'])

/** These are the clocks' and the mail's own business. */
const quiet: ReadonlySet<string> = new Set(['created', 'target_warned', 'target_breached', 'step_taken', 'step_failed', 'reminded', 'followed_up', 'merge', 'unmerge', 'planned'])

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
    case 'sla_changed': return before.set('sla_policy', textOf(details.from))
    case 'status_changed': return before.set('status', null)
    case 'due_changed': return before.set('due_at', momentIn(details.from))
    case 'transferred': return before.set('department', textOf(details.fromDepartmentId))
    case 'assigned': case 'unassigned': case 'returned': return before.set('assignee', null).set('team', null)
    case 'tags_changed': return before.set('tags', Array.isArray(details.removed) ? details.removed as string[] : [])
    case 'participant_added': case 'participant_removed': return before.set('participants', [])
    case 'hold': return before.set('hold_until', null)
    case 'field_changed': return before.set(`question.${Number(details.questionId)}`, Array.isArray(details.before) ? details.before.map(String) : textOf(details.before))
    default: return before
  }
}

/** The lines of history that say whose a ticket is, or that it is nobody's. */
export const ownershipEvents: ReadonlySet<string> = new Set(['assigned', 'unassigned', 'returned', 'transferred'])

/** Whose a ticket was after some lines of history, oldest first. What they do not say is left out. */
export function ownersIn (history: ReadonlyArray<Pick<TicketEvent, 'name' | 'details'>>): Array<[FieldName, FactValue]> {
  const last = history.filter(({ name }) => name === 'assigned' || name === 'unassigned' || name === 'returned').at(-1)
  const idIn = (value: unknown): string | null => typeof value === 'number' ? String(value) : null
  return [['assignee', idIn(last?.name === 'returned' ? null : last?.details.agentId)], ...last?.details.teamId === undefined ? [] : [['team', idIn(last.details.teamId)] as [FieldName, FactValue]]]
}

/** A moment as history writes it, in milliseconds. */
export const momentIn = (value: unknown): number | null => typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : null

const textOf = (value: unknown): string | null => value === null || value === undefined ? null : String(value)
