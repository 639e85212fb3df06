import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import { withActor, type Platform } from '../../platform/context.js'
import type { Ticket } from '../../tickets/ticket.entity.js'
import { lockTicket } from '../../tickets/ticket.queries.js'
import { askingOf } from '../asking.js'
import { decide } from '../decide.js'
import { listActiveRules } from '../rule.queries.js'
import { Rule } from '../rule.entity.js'
import { findTicketFacts } from '../ticket-facts.queries.js'
import { listTimedTickets, type Timed } from '../timed-tickets.queries.js'
import type { TimedField, Timing } from '../timing.js'
import { findWindows } from '../windows.queries.js'
import { applyEffects, effectsOf } from './apply-effects.js'
import { keepRun } from './keep-run.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'run-time-rules': object }
}

/**
 * Asks each rule of time about the tickets for which its moment has come: so long before or after a time of
 * theirs. Every rule remembers when it last looked, so a sweep reads by index the times of which that is newly
 * true and nothing else.
 *
 * Running twice is harmless: a rule speaks once of each time of a ticket, and once of each silence. What a rule
 * does itself does not begin a new silence.
 */
export async function runTimeRules (platform: Platform): Promise<void> {
  for (const rule of await listActiveRules(platform.db.read, 'time')) await sweep(platform, rule)
}

async function sweep (platform: Platform, rule: Rule): Promise<void> {
  const look = platform.clock.now()
  const lastLook = rule.sweptTo ?? new Date(0)
  if (rule.timing === null || look <= lastLook) return

  const windows = await findWindows(platform.db.read, rule.timing, lastLook, look)
  for await (const timed of listTimedTickets(platform.db.read, rule.timing.of, windows)) {
    await platform.db.transaction(async manager => speak(platform, manager, rule, rule.timing!, timed))
  }
  await platform.db.transaction(async manager => manager.update(Rule, { id: rule.id }, { sweptTo: look }))
}

async function speak (platform: Platform, manager: EntityManager, rule: Rule, { of }: Timing, { id: ticketId, time }: Timed): Promise<void> {
  const now = platform.clock.now()
  const ticket: Ticket = await lockTicket(manager, system, ticketId)
  if (hasMoved(ticket, of, time)) return // it has another time by now, and its own moment
  const decision = decide([rule], await findTicketFacts(manager, askingOf([rule]), ticket, { trigger: 'time', event: null, at: now }))
  const cause = `time:${rule.id}:${ticketId}:${of === 'active_at' ? await findLastOwnEvent(manager, ticketId) : time}`
  if (decision.effects.length === 0 || !await keepRun(manager, ticketId, cause, decision, now)) return
  await applyEffects(withActor(platform, system), manager, ticketId, effectsOf(decision), { cause })
}

function hasMoved (ticket: Ticket, of: TimedField, time: number): boolean {
  switch (of) {
    case 'active_at': return ticket.activeAt.getTime() !== time
    case 'created_at': return false
    case 'next_due_at': return ticket.nextDueAt?.getTime() !== time
    case 'due_at': return ticket.dueAt?.getTime() !== time
    case 'hold_until': return ticket.holdUntil?.getTime() !== time
    case 'resolved_at': return ticket.resolvedAt?.getTime() !== time
    case 'closed_at': return ticket.closedAt?.getTime() !== time
    default: return false
  }
}

/** The last thing that people or clocks did to a ticket, not a rule. */
async function findLastOwnEvent (manager: EntityManager, ticketId: number): Promise<number> {
  const [row] = await manager.query(`SELECT MAX(id) AS id FROM ticket_events WHERE ticket_id = ? AND details NOT LIKE '%"byRule":true%'`, [ticketId]) as Array<{ id: number | null }>
  return Number(row?.id ?? 0)
}
