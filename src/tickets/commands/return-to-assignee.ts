import type { EntityManager } from 'typeorm'
import { Agent } from '../../accounts/agent.entity.js'
import { Absence } from '../../accounts/absence.entity.js'
import { LessThanOrEqual, MoreThan } from 'typeorm'
import { system } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { holdOne } from '../../platform/database/lock.js'
import type { Ticket } from '../ticket.entity.js'
import { assignByStrategy } from './assign-by-strategy.js'
import { saveChange } from './save-change.js'

/** A reopened ticket goes back to whom it was with, if that agent is still here and not away; else it is routed anew. */
export async function returnToAssignee (ctx: Context, manager: EntityManager, ticket: Ticket): Promise<void> {
  const now = ctx.clock.now()
  const agent = ticket.assigneeId === null ? null : await holdOne(manager, Agent, { id: ticket.assigneeId, isActive: true })
  const isAway = agent !== null && await manager.existsBy(Absence, { agentId: agent.id, startsAt: LessThanOrEqual(now), endsAt: MoreThan(now) })
  if (agent !== null && !isAway) return

  if (ticket.assigneeId !== null) {
    ticket.assigneeId = null
    await saveChange(ctx, manager, ticket, ticket.record('unassigned', system, now, { cause: isAway ? 'absent' : 'gone', agentName: agent?.name ?? null }))
  }
  await assignByStrategy(ctx, manager, ticket)
}
