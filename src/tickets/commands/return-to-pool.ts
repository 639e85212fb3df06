import type { EntityManager } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import { system } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { translator } from '../../platform/i18n/translate.js'
import { findOrganisation } from '../../settings/organisation.js'
import { findReturnTerms, mostReturns } from '../return-times.js'
import type { TicketEvent } from '../ticket-event.entity.js'
import type { Ticket } from '../ticket.entity.js'
import { giveByStrategy } from './assign-by-strategy.js'
import { saveChanges } from './save-change.js'
import { writeEntry } from './write-entry.js'

/**
 * Takes a ticket from an agent who did not touch it and finds it another by the department's way, passing over
 * whoever had it; else it waits in the pool. After some turns without a touch it stays there, which a note says,
 * so that it does not go round for ever between people who are not there.
 */
export async function returnToPool (ctx: Context, manager: EntityManager, ticket: Ticket): Promise<void> {
  const { assigneeId } = ticket
  if (assigneeId === null) return
  const agentName = (await manager.findOneBy(Agent, { id: assigneeId }))?.name ?? ''
  const { returnMinutes } = await findReturnTerms(manager, ticket.departmentId)

  ticket.assigneeId = null
  ticket.returnCount += 1
  const returned = ticket.record('returned', system, ctx.clock.now(), { agentId: assigneeId, agentName, minutes: returnMinutes })
  await saveChanges(ctx, manager, ticket, [returned, ...await goOn(ctx, manager, ticket, assigneeId)])
}

async function goOn (ctx: Context, manager: EntityManager, ticket: Ticket, leftById: number): Promise<TicketEvent[]> {
  if (ticket.returnCount < mostReturns) return giveByStrategy(ctx, manager, ticket, { leftById })
  if (ticket.returnCount > mostReturns) return []

  const t = translator((await findOrganisation(manager)).defaultLocale)
  const at = ctx.clock.now()
  const { activeAt } = ticket
  const note = await writeEntry(manager, ticket, system, at, { kind: 'note', text: t('tickets.returned.note', { count: mostReturns }), source: 'desk' })
  ticket.activeAt = activeAt
  return [ticket.record('noted', system, at, { entryId: note.id })]
}
