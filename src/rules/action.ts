import type { Priority } from '../tickets/ticket.entity.js'
import type { Trigger } from './rule-fields.js'

/** What a rule or a macro does, in the order in which it is written. */
export type Action =
  { kind: 'set_priority', priority: Priority } |
  { kind: 'set_topic', topicId: number } |
  { kind: 'set_department', departmentId: number } |
  { kind: 'set_team', teamId: number | null } |
  { kind: 'set_agent', agentId: number | null } |
  { kind: 'route' | 'route_anew', way: RouteWay } |
  { kind: 'set_sla', policyId: number } |
  { kind: 'set_status', statusId: number } |
  { kind: 'add_tags', tags: string[] } |
  { kind: 'remove_tags', tags: string[] } |
  { kind: 'add_tasks', tasks: string[] } |
  { kind: 'add_participant', email: string } |
  { kind: 'refer_to_department', departmentId: number, reason: string } |
  { kind: 'refer_to_team', teamId: number, reason: string } |
  { kind: 'refer_to_agent', agentId: number, reason: string } |
  { kind: 'note', text: string } |
  { kind: 'reply', text: string, outcome: 'open' | 'waiting' | 'resolved' } |
  /** To addresses, and to those who are something to the ticket. */
  { kind: 'send_mail', to: string[], subject: string, text: string } |
  { kind: 'call_webhook', webhookId: number } |
  { kind: 'set_due', span: string } |
  { kind: 'hold', span: string, reason: string } |
  { kind: 'set_answer', questionId: number, value: string } |
  { kind: 'silence', whom: 'requester' | 'agents' } |
  { kind: 'use_reply_to' } |
  { kind: 'reject', reason: string } |
  { kind: 'close' } |
  { kind: 'trash' }

/** How an agent is found: as the ticket's topic, team or department says, or in a way that the rule names. */
export const routeWays = ['usual', 'round_robin', 'least_open'] as const
export type RouteWay = typeof routeWays[number]

export type ActionKind = Action['kind']

/** Where actions stand: before a ticket is opened, on one that is there, or on an agent's button. */
export type Place = 'intake' | 'event' | 'macro'

export const placeOf = (trigger: Trigger): Place => trigger === 'created' ? 'intake' : 'event'

/** Where each action makes sense. */
export const actionPlaces: Record<ActionKind, readonly Place[]> = {
  set_priority: ['intake', 'event', 'macro'],
  set_topic: ['intake', 'event', 'macro'],
  set_department: ['intake', 'event', 'macro'],
  set_team: ['intake', 'event', 'macro'],
  set_agent: ['intake', 'event', 'macro'],
  route: ['intake', 'event', 'macro'],
  route_anew: ['event', 'macro'],
  set_sla: ['intake', 'event', 'macro'],
  set_status: ['intake', 'event', 'macro'],
  add_tags: ['intake', 'event', 'macro'],
  remove_tags: ['event', 'macro'],
  add_tasks: ['intake', 'event', 'macro'],
  add_participant: ['intake', 'event', 'macro'],
  refer_to_department: ['intake', 'event', 'macro'],
  refer_to_team: ['intake', 'event', 'macro'],
  refer_to_agent: ['intake', 'event', 'macro'],
  note: ['intake', 'event', 'macro'],
  reply: ['intake', 'event', 'macro'],
  send_mail: ['intake', 'event', 'macro'],
  call_webhook: ['intake', 'event', 'macro'],
  set_due: ['intake', 'event', 'macro'],
  hold: ['macro'],
  set_answer: ['intake', 'event', 'macro'],
  silence: ['intake'],
  use_reply_to: ['intake'],
  reject: ['intake'],
  close: ['intake', 'event', 'macro'],
  trash: ['intake', 'event']
}
