import type { EntityManager } from 'typeorm'
import { Ticket } from '../../ticket.entity.js'
import { Task } from '../task.entity.js'
import { lastPosition } from '../task.queries.js'

/** Puts the tasks of a ticket that is merged at the end of the list where the conversation goes on. Runs in the caller's transaction. */
export async function carryTasks (manager: EntityManager, fromId: number, intoId: number): Promise<void> {
  let position = await lastPosition(manager, intoId)
  for (const { id, fromTicketId } of await manager.find(Task, { where: { ticketId: fromId }, order: { position: 'ASC', id: 'ASC' } })) {
    await manager.update(Task, id, { ticketId: intoId, fromTicketId: fromTicketId ?? fromId, position: ++position })
  }
}

/**
 * Brings back what a merge carried away, also what others had carried to this ticket before. Runs in the caller's
 * transaction, after the ticket has left `intoId`.
 */
export async function bringTasksBack (manager: EntityManager, ticketId: number, intoId: number): Promise<void> {
  const keeperId = (await wayOf(manager, intoId)).at(-1)!
  const carried = await manager.find(Task, { select: { id: true, fromTicketId: true }, where: { ticketId: keeperId } })
  for (const { id, fromTicketId } of carried) {
    if (fromTicketId === null || !(await wayOf(manager, fromTicketId)).includes(ticketId)) continue
    await manager.update(Task, id, { ticketId, fromTicketId: fromTicketId === ticketId ? null : fromTicketId })
  }
}

/** A ticket, the one that it was merged into, and so on. */
async function wayOf (manager: EntityManager, id: number): Promise<number[]> {
  const way = [id]
  for (let next = await intoOf(manager, id); next !== null && !way.includes(next); next = await intoOf(manager, next)) way.push(next)
  return way
}

async function intoOf (manager: EntityManager, id: number): Promise<number | null> {
  return (await manager.findOne(Ticket, { select: { id: true, mergedIntoId: true }, where: { id } }))?.mergedIntoId ?? null
}
