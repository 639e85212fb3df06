import { departmentsWith, type AgentActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { activeStates, type TicketState } from '../tickets/ticket.lifecycle.js'

export const companyTicketsAPage = 25
export const companyShows = ['open', 'all'] as const
export type CompanyShow = typeof companyShows[number]

const states: Record<CompanyShow, readonly TicketState[]> = { open: [...activeStates, 'resolved'], all: [...activeStates, 'resolved', 'closed', 'merged'] }

export interface CompanyTicket { id: number, activeAt: number }

/**
 * The tickets of a company that the agent may see, the latest first, and one more than a page. Each state is a slice that an index
 * serves in order, departments and all.
 */
export async function listCompanyTickets (reader: Pick<Reader, 'query'>, actor: AgentActor, companyId: number, { show, before }: { show: CompanyShow, before: { at: number, id: number } | null }): Promise<CompanyTicket[]> {
  const seen = departmentsWith(actor, 'ticket.read')
  if (seen.length === 0) return []
  const values: unknown[] = []
  const slices = states[show].map((state, place) => {
    values.push(companyId, state, ...seen)
    if (before !== null) values.push(before.at, before.at, before.id)
    return `SELECT * FROM (SELECT id, active_at AS activeAt FROM tickets WHERE company_id = ? AND state = ? AND department_id IN (${seen.map(() => '?').join(', ')})${before === null ? '' : ' AND (active_at < ? OR (active_at = ? AND id < ?))'} ORDER BY active_at DESC, id DESC LIMIT ${companyTicketsAPage + 1}) s${place}`
  })
  return reader.query(`SELECT * FROM (${slices.join(' UNION ALL ')}) page ORDER BY activeAt DESC, id DESC LIMIT ${companyTicketsAPage + 1}`, values) as Promise<CompanyTicket[]>
}
