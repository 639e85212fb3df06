import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import { after, minute } from '../../platform/clock.js'
import { withActor, type Platform } from '../../platform/context.js'
import type { Ticket } from '../../tickets/ticket.entity.js'
import { lockTicket } from '../../tickets/ticket.queries.js'
import { askingOf } from '../asking.js'
import { decide } from '../decide.js'
import { listActiveRules } from '../rule.queries.js'
import { Rule } from '../rule.entity.js'
import { listSilentTickets } from '../silent-tickets.queries.js'
import { findTicketFacts } from '../ticket-facts.queries.js'
import { applyEffects, effectsOf } from './apply-effects.js'
import { keepRun } from './keep-run.js'

declare module '../../platform/jobs/enqueue.js' {
  interface Jobs { 'run-time-rules': object }
}

/**
 * Asks each rule of time about the tickets on which nothing has happened for as long as it says. Every rule
 * remembers up to which moment it has looked, so a sweep reads by index what has newly fallen silent and
 * nothing else.
 *
 * Running twice is harmless: a rule speaks once of each silence of a ticket. What a rule does itself does not
 * begin a new silence.
 */
export async function runTimeRules (platform: Platform): Promise<void> {
  for (const rule of await listActiveRules(platform.db.read, 'time')) await sweep(platform, rule)
}

async function sweep (platform: Platform, rule: Rule): Promise<void> {
  const upTo = after(platform.clock.now(), -(rule.delayMinutes ?? 0) * minute)
  const from = rule.sweptTo ?? new Date(0)
  if (upTo <= from) return

  for await (const ticketId of listSilentTickets(platform.db.read, from, upTo)) {
    await platform.db.transaction(async manager => speak(platform, manager, rule, ticketId, upTo))
  }
  await platform.db.transaction(async manager => manager.update(Rule, { id: rule.id }, { sweptTo: upTo }))
}

async function speak (platform: Platform, manager: EntityManager, rule: Rule, ticketId: number, upTo: Date): Promise<void> {
  const now = platform.clock.now()
  const ticket: Ticket = await lockTicket(manager, system, ticketId)
  if (ticket.activeAt > upTo) return // something happened meanwhile
  const decision = decide([rule], await findTicketFacts(manager, askingOf([rule]), ticket, { trigger: 'time', event: null, at: now }))
  const cause = `time:${rule.id}:${ticketId}:${await findLastOwnEvent(manager, ticketId)}`
  if (decision.effects.length === 0 || !await keepRun(manager, ticketId, cause, decision, now)) return
  await applyEffects(withActor(platform, system), manager, ticketId, effectsOf(decision), { cause })
}

/** The last thing that people or clocks did to a ticket, not a rule. */
async function findLastOwnEvent (manager: EntityManager, ticketId: number): Promise<number> {
  const [row] = await manager.query(`SELECT MAX(id) AS id FROM ticket_events WHERE ticket_id = ? AND details NOT LIKE '%"byRule":true%'`, [ticketId]) as Array<{ id: number | null }>
  return Number(row?.id ?? 0)
}
