import type { EntityManager } from 'typeorm'
import type { Ticket } from '../ticket.entity.js'

const furthest = 200

/** What somebody who is writing should see first. */
export const conversationEvents = ['replied', 'message_received', 'noted', 'resolve', 'close', 'reopen', 'decline', 'accept', 'merge', 'trash']

/** What somebody who changes a ticket's properties should see first. */
export const propertyEvents = ['subject_changed', 'priority_changed', 'due_changed', 'status_changed', 'tags_changed', 'field_changed', 'topic_changed', 'sla_changed', 'transferred', 'merge', 'trash']

/**
 * Whether one of these events happened since the version that a form was drawn from. A clock that warned or
 * a colleague who took the ticket makes no form stale that says nothing of it.
 */
export async function changedSince (manager: EntityManager, ticket: Ticket, version: number, names: readonly string[]): Promise<boolean> {
  // Every event counts the version up by one, so the newer events are the last ones of the history.
  const newer = ticket.version - version
  if (newer === 0) return false
  if (newer < 0 || newer > furthest) return true
  const rows = await manager.query(`SELECT name FROM ticket_events WHERE ticket_id = ? ORDER BY id DESC LIMIT ${newer}`, [ticket.id]) as Array<{ name: string }>
  return rows.some(({ name }) => names.includes(name))
}
