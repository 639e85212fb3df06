import type { RequesterActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import type { WaitingOn } from '../platform/define-lifecycle.js'
import type { TicketState } from './ticket.lifecycle.js'

export const requestsAPage = 20
export const requestFilters = ['open', 'mine', 'closed', 'all'] as const
export type RequestFilter = typeof requestFilters[number]

export interface OwnRequestRow {
  id: number, number: string, subject: string, state: TicketState, publicLabel: string | null, waitingOn: WaitingOn, waitingSince: number
  holdUntil: number | null, activeAt: number
}

export interface RequestSearch { filter: RequestFilter, words: string, before: { at: number, id: number } | null }

const conditions: Record<RequestFilter, string> = {
  open: "t.state NOT IN ('closed', 'merged', 'trashed')",
  mine: "t.state IN ('waiting', 'resolved')",
  closed: "t.state IN ('closed', 'merged')",
  all: "t.state <> 'trashed'"
}

/**
 * The requests that a person made or takes part in, newest first; one row more than a page. A person has
 * few, found by index, so a word may be looked for in their subjects.
 */
export async function listOwnRequests (reader: Reader, { id, onlyTicketId }: RequesterActor, { filter, words, before }: RequestSearch): Promise<OwnRequestRow[]> {
  const limits = [conditions[filter]]
  const values: unknown[] = []
  if (onlyTicketId !== null) add('t.id = ?', onlyTicketId)
  if (words !== '') {
    const like = `%${words.toLowerCase().replace(/[!%_]/g, '!$&')}%`
    add("(LOWER(t.subject) LIKE ? ESCAPE '!' OR LOWER(t.number) LIKE ? ESCAPE '!')", like, like)
  }
  if (before !== null) add('(t.active_at < ? OR (t.active_at = ? AND t.id < ?))', before.at, before.at, before.id)

  const columns = `t.id, t.number, t.subject, t.state, s.public_label AS publicLabel, t.waiting_on AS waitingOn, t.waiting_since AS waitingSince, t.hold_until AS holdUntil, t.active_at AS activeAt`
  const rest = `LEFT JOIN statuses s ON s.id = t.status_id WHERE ${limits.join(' AND ')}`
  return reader.query(`
    SELECT * FROM (
      SELECT ${columns} FROM tickets t ${rest} AND t.requester_id = ?
      UNION
      SELECT ${columns} FROM participants p JOIN tickets t ON t.id = p.ticket_id ${rest} AND p.person_id = ?
    ) own ORDER BY activeAt DESC, id DESC LIMIT ${requestsAPage + 1}`, [...values, id, ...values, id]) as Promise<OwnRequestRow[]>

  function add (condition: string, ...more: unknown[]): void {
    limits.push(condition)
    values.push(...more)
  }
}
