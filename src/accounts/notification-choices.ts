import type { WordKey } from '../words/catalogue.js'
import type { NotificationChoices } from './agent.entity.js'

interface Choice {
  name: string
  label: WordKey
  /** What holds for an agent who never chose. */
  standard: boolean
}

/** The mails that an agent may choose to get, in the order of the page where they are chosen. */
export const notificationChoices = [
  { name: 'assigned_to_you', label: 'mails.choice.assigned_to_you', standard: true },
  { name: 'assigned_to_team', label: 'mails.choice.assigned_to_team', standard: true },
  { name: 'requester_answered', label: 'mails.choice.requester_answered', standard: true },
  { name: 'reopened', label: 'mails.choice.reopened', standard: true },
  { name: 'new_unassigned', label: 'mails.choice.new_unassigned', standard: true },
  { name: 'new_in_department', label: 'mails.choice.new_in_department', standard: false },
  { name: 'ticket_returned', label: 'mails.choice.ticket_returned', standard: true },
  { name: 'ticket_referred', label: 'mails.choice.ticket_referred', standard: true },
  { name: 'task_given', label: 'mails.choice.task_given', standard: true },
  { name: 'ticket_woke', label: 'mails.choice.ticket_woke', standard: true },
  { name: 'undeliverable', label: 'mails.choice.undeliverable', standard: true },
  { name: 'target_near', label: 'mails.choice.target_near', standard: true },
  { name: 'target_missed', label: 'mails.choice.target_missed', standard: true },
  { name: 'low_rating', label: 'mails.choice.low_rating', standard: true }
] as const satisfies readonly Choice[]

export type NotificationChoice = typeof notificationChoices[number]['name']

const standards = new Map<string, boolean>(notificationChoices.map(({ name, standard }) => [name, standard]))

/** How often an agent is told of what may wait. */
export const digestRhythms = ['hourly', 'daily'] as const
export type DigestRhythm = typeof digestRhythms[number]

/** Whether an agent wants to be told of something. */
export function wants (choices: NotificationChoices, name: NotificationChoice): boolean {
  return choices[name] ?? standards.get(name) ?? true
}
