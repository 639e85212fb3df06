import { routeWays, type ActionKind } from './action.js'
import type { NamedThing } from './file-names.js'

/** What an action holds: something with a name, a priority, a text, texts, or one of a few words. */
export type PartKind = NamedThing | `${'team' | 'agent'}OrNobody` | 'priority' | 'text' | 'texts' | readonly string[]

/** The parts of each action: what a file calls them, what the rule does, and what they hold. */
export const actionParts: Record<ActionKind, ReadonlyArray<readonly [inFile: string, inRule: string, PartKind]>> = {
  set_priority: [['priority', 'priority', 'priority']],
  set_topic: [['topic', 'topicId', 'topic']],
  set_department: [['department', 'departmentId', 'department']],
  set_team: [['team', 'teamId', 'teamOrNobody']],
  set_agent: [['agent', 'agentId', 'agentOrNobody']],
  route: [['way', 'way', routeWays]],
  route_anew: [['way', 'way', routeWays]],
  set_sla: [['serviceLevel', 'policyId', 'serviceLevel']],
  set_status: [['status', 'statusId', 'status']],
  add_tags: [['tags', 'tags', 'texts']],
  remove_tags: [['tags', 'tags', 'texts']],
  add_tasks: [['tasks', 'tasks', 'texts']],
  add_participant: [['address', 'email', 'text']],
  refer_to_department: [['department', 'departmentId', 'department'], ['because', 'reason', 'text']],
  refer_to_team: [['team', 'teamId', 'team'], ['because', 'reason', 'text']],
  refer_to_agent: [['agent', 'agentId', 'agent'], ['because', 'reason', 'text']],
  note: [['text', 'text', 'text']],
  reply: [['text', 'text', 'text'], ['then', 'outcome', ['open', 'waiting', 'resolved']]],
  send_mail: [['to', 'to', 'texts'], ['subject', 'subject', 'text'], ['text', 'text', 'text']],
  call_webhook: [['webhook', 'webhookId', 'webhook']],
  set_due: [['in', 'span', 'text']],
  hold: [['for', 'span', 'text'], ['because', 'reason', 'text']],
  set_answer: [['question', 'questionId', 'question'], ['answer', 'value', 'text']],
  silence: [['whom', 'whom', ['requester', 'agents']]],
  use_reply_to: [],
  reject: [['because', 'reason', 'text']],
  close: [],
  trash: []
}
