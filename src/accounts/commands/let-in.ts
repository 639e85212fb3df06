import type { EntityManager } from 'typeorm'
import type { Platform } from '../../platform/context.js'
import type { Jobs } from '../../platform/jobs/enqueue.js'
import { requestAccessMail } from '../access-mail.js'
import { findOwnTicket } from '../own-ticket.queries.js'
import { Agent } from '../agent.entity.js'
import { Person } from '../person.entity.js'

/** Asks for the mail that somebody wanted, if the address is known here; otherwise nothing happens. */
export async function letIn ({ db, clock }: Platform, { kind, email, number, causeKey }: Jobs['let-in']): Promise<void> {
  const now = clock.now()
  await db.transaction(async manager => {
    switch (kind) {
      case 'reset_agent': {
        const agent = await manager.findOneBy(Agent, { email, isActive: true })
        return agent && requestAccessMail(manager, { purpose: 'reset_agent', agentId: agent.id, causeKey }, now)
      }
      case 'sign_in':
      case 'reset_person': {
        const person = await manager.findOneBy(Person, { email })
        const ticketId = person && number ? await findTicketId(manager, person.id, number) : null
        return person && requestAccessMail(manager, { purpose: kind, personId: person.id, ...(ticketId && { ticketId }), causeKey }, now)
      }
      case 'code': {
        const person = await manager.findOneBy(Person, { email })
        const ticketId = person && number ? await findTicketId(manager, person.id, number) : null
        return person && ticketId && requestAccessMail(manager, { purpose: 'code', personId: person.id, ticketId, causeKey }, now)
      }
    }
  })
}

async function findTicketId (manager: EntityManager, personId: number, number: string): Promise<number | null> {
  return (await findOwnTicket(manager, personId, { number }))?.id ?? null
}
