import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { chooseAgent, type Wanted } from '../../routing/choose-agent.js'
import type { ReturnTerms } from '../../routing/route.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { saveChanges } from './save-change.js'

/**
 * Gives a ticket that nobody has to an agent, in the way of its topic, team or department, and keeps the reasons
 * with it. Leaves it to whoever takes it when that way is by hand or nobody is free.
 */
export async function assignByStrategy (ctx: Context, manager: EntityManager, ticket: Ticket, wanted: Wanted = {}): Promise<void> {
  const events = await giveByStrategy(ctx, manager, ticket, wanted)
  if (events.length > 0) await saveChanges(ctx, manager, ticket, events)
}

/** The same for a caller that saves: returns the lines of history that this adds. */
export async function giveByStrategy (ctx: Context, manager: EntityManager, ticket: Ticket, wanted: Wanted = {}): Promise<TicketEvent[]> {
  return (await giveInTurn(ctx, manager, ticket, wanted)).events
}

/** What giving a ticket adds to its history, and what its department says about tickets that nobody touches, which was read on the way. */
export interface Given { events: TicketEvent[], returnTerms?: ReturnTerms }

/**
 * The same for a caller that has nothing left to read: others whose tickets go by the same turns wait from here to
 * the end of its transaction.
 */
export async function giveInTurn (ctx: Context, manager: EntityManager, ticket: Ticket, wanted: Wanted = {}): Promise<Given> {
  const { winner, strategy, chosenBy, steps, returnTerms } = await chooseAgent(ctx, manager, ticket, wanted)
  if (strategy === 'manual' && steps.every(({ reasons }) => reasons.length === 0)) return { events: [] }

  const at = ctx.clock.now()
  // What a rule asked for is marked as its doing, so that no rule answers it.
  const by = ctx.actor.party === 'system' && ctx.actor.isRule === true ? ctx.actor : system
  ticket.assigneeId = winner?.agentId ?? null
  const assigned = ticket.record('assigned', by, at, { agentId: winner?.agentId ?? null, agentName: winner?.name ?? null, automatic: true, strategy, chosenBy, steps })
  return { events: winner !== null && ticket.state === 'new' ? [assigned, ticket.apply('take_up', by, at)] : [assigned], returnTerms }
}
