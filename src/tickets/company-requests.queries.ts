import type { Reader } from '../platform/database/database.js'
import { requestsAPage, type OwnRequestRow } from './own-requests.queries.js'
import type { TicketState } from './ticket.lifecycle.js'

export const companyFilters = ['open', 'closed', 'all'] as const
export type CompanyFilter = typeof companyFilters[number]

const states: Record<CompanyFilter, TicketState[]> = {
  open: ['new', 'open', 'waiting', 'on_hold', 'resolved'],
  closed: ['closed', 'merged'],
  all: ['new', 'open', 'waiting', 'on_hold', 'resolved', 'closed', 'merged']
}

/** So many of the newest requests in each state are looked through for a word, so that a page costs the same however many there are. */
const lookedThrough = 2000

interface CompanySearch { filter: CompanyFilter, words: string, before: { at: number, id: number } | null }

/**
 * The requests of a company, newest first; one row more than a page. The caller has seen to it that the person may read them.
 *
 * Each state is a slice that an index serves in order and gives at most a page; names are joined for the rows that are shown.
 */
export async function listCompanyRequests (reader: Pick<Reader, 'query'>, companyId: number, { filter, words, before }: CompanySearch): Promise<Array<OwnRequestRow & { requesterName: string }>> {
  const most = words === '' ? requestsAPage + 1 : lookedThrough
  const values: unknown[] = []
  const slices = states[filter].map((state, place) => {
    values.push(companyId, state)
    if (before !== null) values.push(before.at, before.at, before.id)
    return `SELECT * FROM (SELECT t.id, t.active_at FROM tickets t WHERE t.company_id = ? AND t.state = ?${before === null ? '' : ' AND (t.active_at < ? OR (t.active_at = ? AND t.id < ?))'} ORDER BY t.active_at DESC, t.id DESC LIMIT ${most}) s${place}`
  })
  const like = `%${words.toLowerCase().replace(/[!%_]/g, '!$&')}%`
  if (words !== '') values.push(like, like, like)

  return reader.query(
    `SELECT t.id, t.number, t.subject, t.state, s.public_label AS publicLabel, t.waiting_on AS waitingOn, t.waiting_since AS waitingSince, t.hold_until AS holdUntil, t.active_at AS activeAt, p.name AS requesterName
     FROM (${slices.join(' UNION ALL ')}) page JOIN tickets t ON t.id = page.id JOIN people p ON p.id = t.requester_id LEFT JOIN statuses s ON s.id = t.status_id
     ${words === '' ? '' : "WHERE (LOWER(t.subject) LIKE ? ESCAPE '!' OR LOWER(t.number) LIKE ? ESCAPE '!' OR LOWER(p.name) LIKE ? ESCAPE '!')"}
     ORDER BY page.active_at DESC, page.id DESC LIMIT ${requestsAPage + 1}`, values
  ) as Promise<Array<OwnRequestRow & { requesterName: string }>>
}
