import type { EntityManager } from 'typeorm'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'

/**
 * Ends referrals that have lost their purpose: all of them when a ticket is closed, merged or binned, and those to a
 * department and to agents who work in it when the ticket moves there. So what is referred to somebody stays as
 * little as there is to look at.
 */
export async function endReferrals (manager: EntityManager, ticket: Pick<Ticket, 'id' | 'departmentId'>, events: readonly TicketEvent[]): Promise<void> {
  for (const { name, fromState, toState, at } of events) {
    if (fromState !== toState && ['closed', 'merged', 'trashed'].includes(toState)) {
      await manager.query('UPDATE ticket_referrals SET ended_at = ? WHERE ticket_id = ? AND ended_at IS NULL', [at.getTime(), ticket.id])
    } else if (name === 'transferred') {
      await manager.query(
        `UPDATE ticket_referrals SET ended_at = ? WHERE ticket_id = ? AND ended_at IS NULL
         AND (department_id = ? OR agent_id IN (SELECT m.agent_id FROM memberships m WHERE m.department_id = ?))`, [at.getTime(), ticket.id, ticket.departmentId, ticket.departmentId]
      )
    }
  }
}
