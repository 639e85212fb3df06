import { system } from '../../platform/actor.js'
import { withActor, type Platform } from '../../platform/context.js'
import { TicketEvent } from '../../tickets/ticket-event.entity.js'
import { lockTicket } from '../../tickets/ticket.queries.js'
import { askingOf } from '../asking.js'
import { decide } from '../decide.js'
import { triggerOf } from '../event-changes.js'
import { recentRules } from '../recent-rules.js'
import { findTicketFacts } from '../ticket-facts.queries.js'
import { applyEffects, effectsOf } from './apply-effects.js'
import { keepRun } from './keep-run.js'

/**
 * Asks the rules about an event and does what they want, in one transaction.
 *
 * Running twice is harmless: what the rules said of an event is kept once, with what they did.
 */
export async function runEventRules (platform: Platform, { eventId }: { eventId: number }): Promise<void> {
  const event = await platform.db.read.findOneBy(TicketEvent, { id: eventId })
  const trigger = event === null ? null : triggerOf(event)
  if (event === null || trigger === null) return
  const rules = await recentRules(platform.db, platform.db.read, trigger)
  if (rules.length === 0) return

  await platform.db.transaction(async manager => {
    const now = platform.clock.now()
    const ticket = await lockTicket(manager, system, event.ticketId)
    const decision = decide(rules, await findTicketFacts(manager, askingOf(rules), ticket, { trigger, event, at: event.at, upTo: now }))
    const cause = `event:${eventId}`
    if (decision.effects.length === 0 || !await keepRun(manager, ticket.id, cause, decision, now)) return
    await applyEffects(withActor(platform, system), manager, ticket.id, effectsOf(decision), { cause })
  })
}
