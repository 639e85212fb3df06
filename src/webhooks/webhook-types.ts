import type { TicketEvent } from '../tickets/ticket-event.entity.js'

/** What a webhook can be told, in the order of its form. */
export const webhookTypes = [
  'ticket.created', 'ticket.message_received', 'ticket.replied', 'ticket.noted', 'ticket.assigned', 'ticket.transferred', 'ticket.waiting', 'ticket.held', 'ticket.resumed', 'ticket.resolved', 'ticket.closed', 'ticket.reopened',
  'ticket.changed', 'ticket.merged', 'ticket.removed', 'ticket.restored', 'ticket.target_warned', 'ticket.target_breached', 'ticket.rated'
] as const
export type WebhookType = typeof webhookTypes[number]

export const testType = 'webhook.test'

/** What a rule or a macro sends of its own accord, whatever the webhook waits for. */
export const ruleType = 'ticket.rule'

const typeOfEvent: Record<string, WebhookType> = {
  created: 'ticket.created', message_received: 'ticket.message_received', replied: 'ticket.replied', noted: 'ticket.noted', assigned: 'ticket.assigned', unassigned: 'ticket.assigned', returned: 'ticket.assigned', take_up: 'ticket.resumed',
  transferred: 'ticket.transferred', ask: 'ticket.waiting', hold: 'ticket.held', resume: 'ticket.resumed', resolve: 'ticket.resolved', accept: 'ticket.closed', close: 'ticket.closed', decline: 'ticket.reopened', reopen: 'ticket.reopened',
  merge: 'ticket.merged', unmerge: 'ticket.merged', merged_in: 'ticket.merged', trash: 'ticket.removed', restore: 'ticket.restored', target_warned: 'ticket.target_warned', target_breached: 'ticket.target_breached', rated: 'ticket.rated'
}

/** Lines of history that say nothing to a program, or tell of a message that never left. */
const untold = ['reply_withdrawn', 'reminded', 'followed_up', 'undelivered', 'step_taken', 'step_failed', 'planned']

/** What an event is called outside; null when it is not told. */
export function typeOf ({ name }: Pick<TicketEvent, 'name'>): WebhookType | null {
  return untold.includes(name) ? null : typeOfEvent[name] ?? 'ticket.changed'
}
