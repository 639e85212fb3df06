import type { Context } from '../../platform/context.js'
import { InvalidFields } from '../../platform/errors.js'
import { TicketEvent } from '../../tickets/ticket-event.entity.js'
import { Ticket } from '../../tickets/ticket.entity.js'
import { ticketPolicy } from '../../tickets/ticket.policy.js'
import { askingOf } from '../asking.js'
import { decide } from '../decide.js'
import { triggerOf } from '../event-changes.js'
import type { Trigger } from '../rule-fields.js'
import { listActiveRules } from '../rule.queries.js'
import { findTicketFacts } from '../ticket-facts.queries.js'
import type { Trial } from './try-rules.js'

/**
 * Asks the rules of a kind about one ticket as it is now: those about messages and changes as if the last of
 * its kind had just happened. Nothing is written and nobody is told.
 *
 * @throws InvalidFields when there is no such ticket that the actor may see.
 */
export async function tryOnTicket ({ db: { read }, clock, actor }: Context, trigger: Trigger, number: string): Promise<Trial> {
  const ticket = await read.findOneBy(Ticket, { number: number.trim().replace(/^#/, '') })
  if (ticket === null || !ticketPolicy.read(actor, ticket)) throw new InvalidFields({ number: { key: 'rules.try.no_ticket' } })

  const rules = await listActiveRules(read, trigger)
  const events = await read.find(TicketEvent, { where: { ticketId: ticket.id }, order: { id: 'DESC' }, take: 200 })
  const event = events.find(each => triggerOf(each) === trigger) ?? null
  const facts = await findTicketFacts(read, askingOf(rules), ticket, { trigger, event, at: clock.now() })
  return { decision: decide(rules, facts), facts }
}
