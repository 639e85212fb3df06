import type { EntityManager } from 'typeorm'
import { minute } from '../platform/clock.js'
import { findHours } from '../schedules/schedule.queries.js'
import { addWorkingMs } from '../schedules/working-time.js'
import type { ReturnTerms } from '../routing/route.js'
import type { TicketEvent } from './ticket-event.entity.js'
import type { Ticket } from './ticket.entity.js'

type Timed = Pick<Ticket, 'departmentId' | 'assigneeId' | 'state' | 'untouchedSince' | 'returnsAt' | 'returnCount'>

/** So often a ticket goes from one agent to the next by itself; then it stays in the pool until a person takes it. */
export const mostReturns = 3

/**
 * Lets the time at which a ticket goes back to the pool follow what happened to it: it starts when the ticket is
 * given to an agent, and ends with that agent's note, with anybody's reply and with every state in which it is not
 * our move. Sets the ticket's dates and saves nothing.
 *
 * Claims and tickets given by hand count like those given automatically, unless the department says otherwise.
 *
 * @param terms what the department says, when the caller has just read it
 */
export async function followReturn (manager: EntityManager, ticket: Timed, events: readonly TicketEvent[], terms?: ReturnTerms): Promise<void> {
  for (const event of events) {
    if (isTouch(event, ticket)) stopReturn(ticket)
    else if (givesAnew(event, ticket)) await startReturn(manager, ticket, event, terms ?? await findReturnTerms(manager, ticket.departmentId))
  }
  if (ticket.assigneeId === null || (ticket.state !== 'new' && ticket.state !== 'open')) stopCounting(ticket)
}

/** When `minutes` of a department's working time have passed since a moment; null for zero, which means never. */
export async function returnTime (manager: EntityManager, departmentId: number, minutes: number, since: Date): Promise<Date | null> {
  if (minutes === 0) return null
  const { hours } = await findHours(manager, departmentId)
  return addWorkingMs(hours, since, minutes * minute)
}

/** What a department says about tickets that nobody touches. */
export async function findReturnTerms (manager: Pick<EntityManager, 'query'>, departmentId: number): Promise<ReturnTerms> {
  const [row] = await manager.query('SELECT return_minutes AS minutes, returns_by_hand AS byHand FROM departments WHERE id = ?', [departmentId]) as Array<{ minutes: number, byHand: number }>
  return { returnMinutes: row?.minutes ?? 0, returnsByHand: Boolean(row?.byHand) }
}

async function startReturn (manager: EntityManager, ticket: Timed, { at, actorParty }: TicketEvent, { returnMinutes, returnsByHand }: ReturnTerms): Promise<void> {
  const returnsAt = actorParty === 'agent' && !returnsByHand ? null : await returnTime(manager, ticket.departmentId, returnMinutes, at)
  Object.assign(ticket, { returnsAt, untouchedSince: returnsAt === null ? null : at })
}

function stopCounting (ticket: Timed): void {
  Object.assign(ticket, { returnsAt: null, untouchedSince: null })
}

function stopReturn (ticket: Timed): void {
  stopCounting(ticket)
  ticket.returnCount = 0
}

function isTouch ({ name, fromState, toState, actorParty, actorId }: TicketEvent, { assigneeId }: Timed): boolean {
  if (actorParty !== 'agent') return false
  const isOwn = actorId === assigneeId
  return name === 'replied' || (name === 'noted' && isOwn) || (isOwn && fromState !== toState && name !== 'take_up')
}

/** Whether it goes to an agent who did not have it, or into a department with terms of its own while it is timed. */
function givesAnew ({ name, details }: TicketEvent, { assigneeId, untouchedSince }: Timed): boolean {
  if (name === 'transferred') return untouchedSince !== null && assigneeId !== null
  return name === 'assigned' && assigneeId !== null && details.agentId === assigneeId && details.keepsAgent !== true
}
