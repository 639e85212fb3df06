import type { EntityManager } from 'typeorm'
import type { Actor, RequesterActor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { lockOne } from '../platform/database/lock.js'
import { NotFound } from '../platform/errors.js'
import { Department } from '../departments/department.entity.js'
import type { ClosurePolicy } from '../departments/choices.js'
import { Topic } from '../topics/topic.entity.js'
import { Participant } from './participant.entity.js'
import { listReferredTo } from './referral.queries.js'
import { Ticket } from './ticket.entity.js'
import { activeStates } from './ticket.lifecycle.js'
import { ticketPolicy } from './ticket.policy.js'

/** Loads a ticket for someone who may see it, be it by a referral. To anyone else it does not exist. @throws NotFound */
export async function findTicket (reader: Reader, actor: Actor, id: number): Promise<Ticket> {
  return visible(reader, actor, await reader.findOneBy(Ticket, { id }))
}

/** As {@link findTicket}, by the number that people use. @throws NotFound */
export async function findTicketByNumber (reader: Reader, actor: Actor, number: string): Promise<Ticket> {
  return visible(reader, actor, await reader.findOneBy(Ticket, { number }))
}

/**
 * As {@link findTicketByNumber}, also for colleagues of the requester who may read it. Only what shows a ticket asks here: whoever
 * reads as a colleague may do nothing with it but join. @throws NotFound
 */
export async function findSharedTicketByNumber (reader: Reader, actor: RequesterActor, number: string): Promise<Ticket> {
  const ticket = await reader.findOneBy(Ticket, { number })
  return ticket !== null && ticketPolicy.readAsColleague(actor, ticket) ? ticket : visible(reader, actor, ticket)
}

/** As {@link findTicket}, and holds the row until the transaction ends. @throws NotFound */
export async function lockTicket (manager: EntityManager, actor: Actor, id: number): Promise<Ticket> {
  return visible(manager, actor, await lockOne(manager, Ticket, { id }))
}

async function visible (reader: Reader, actor: Actor, ticket: Ticket | null): Promise<Ticket> {
  if (ticket === null) throw new NotFound()
  const isParticipant = actor.party === 'requester' && ticket.requesterId !== actor.id &&
    await reader.existsBy(Participant, { ticketId: ticket.id, personId: actor.id })
  if (ticketPolicy.read(actor, ticket, { isParticipant })) return ticket
  if (!ticketPolicy.read(actor, ticket, { referredTo: await listReferredTo(reader, actor, ticket.id) })) throw new NotFound()
  return ticket
}

/** The numbers of the tickets that have to be solved before this one and are not. Numbers alone: whoever reads them may not see the tickets. */
export async function listBlocking (reader: Reader, ticketId: number): Promise<string[]> {
  const rows = await reader.query(`
    SELECT t.number FROM ticket_links k JOIN tickets t ON t.id = k.from_id
    WHERE k.to_id = ? AND k.kind = 'blocks' AND t.state IN (${activeStates.map(() => '?').join(', ')}) ORDER BY t.id LIMIT 10`, [ticketId, ...activeStates]) as Array<{ number: string }>
  return rows.map(({ number }) => number)
}

/** Who may close this ticket: the topic's rule, or else the department's. */
export async function findClosurePolicy (reader: Reader, ticket: Pick<Ticket, 'topicId' | 'departmentId'>): Promise<ClosurePolicy> {
  const topic = ticket.topicId === null ? null : await reader.findOneBy(Topic, { id: ticket.topicId })
  return topic?.closurePolicy ?? (await findDepartmentOf(reader, ticket)).closurePolicy
}

export async function findDepartmentOf (reader: Reader, ticket: Pick<Ticket, 'departmentId'>): Promise<Department> {
  return reader.findOneByOrFail(Department, { id: ticket.departmentId })
}
