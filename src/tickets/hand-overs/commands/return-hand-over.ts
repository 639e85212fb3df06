import type { EntityManager } from 'typeorm'
import { system } from '../../../platform/actor.js'
import { withActor, type Context, type Platform } from '../../../platform/context.js'
import { lockOne } from '../../../platform/database/lock.js'
import { NotFound, Refusal } from '../../../platform/errors.js'
import { enqueue } from '../../../platform/jobs/enqueue.js'
import { saveChanges } from '../../commands/save-change.js'
import { activeStates } from '../../ticket.lifecycle.js'
import { lockTicket } from '../../ticket.queries.js'
import { HandOver, HandOverTicket } from '../hand-over.entity.js'
import { handOverPolicy } from '../hand-over.policy.js'
import { mayTake } from '../hand-over.queries.js'
import { findHander, giveTo } from './run-hand-over.js'

const batch = 200

/** Asks for a hand-over to be taken back as a whole. @throws NotFound @throws Refusal when it is too late, or under way */
export async function takeBackHandOver (ctx: Context, { agentId, handOverId }: { agentId: number, handOverId: number }): Promise<void> {
  if (!handOverPolicy.start(ctx.actor, agentId)) throw new NotFound()
  await ctx.db.transaction(async manager => {
    const handOver = await lockOne(manager, HandOver, { id: handOverId })
    if (handOver === null || handOver.agentId !== agentId) throw new NotFound()
    const now = ctx.clock.now()
    if (!handOverPolicy.takeBack(ctx.actor, handOver, now)) throw new Refusal('tickets.hand_over.too_late', { status: 409 })
    await manager.update(HandOver, { id: handOverId }, { state: 'returning' })
    await enqueue(manager, 'return-hand-over', { handOverId }, now)
  })
}

/**
 * Gives back what is still open and with whom it went to, each in a transaction of its own. What somebody has passed
 * on or ended meanwhile stays as it is. Harmless to run twice: a ticket that was given back is marked.
 */
export async function returnHandOver (platform: Platform, handOverId: number): Promise<void> {
  const handOver = await platform.db.read.findOneBy(HandOver, { id: handOverId, state: 'returning' })
  if (handOver === null) return
  const ctx = withActor(platform, await findHander(platform, handOver))
  let last = 0
  for (;;) {
    const rows = await platform.db.read.query(
      `SELECT ticket_id AS id FROM hand_over_tickets WHERE hand_over_id = ? AND ticket_id > ? AND outcome IN ('given', 'pool') ORDER BY ticket_id LIMIT ${batch}`, [handOverId, last]
    ) as Array<{ id: number }>
    for (const { id } of rows) await ctx.db.transaction(async manager => giveBack(ctx, manager, handOver, id))
    last = rows.at(-1)?.id ?? last
    if (rows.length < batch) break
  }
  await platform.db.transaction(async manager => {
    const returned = await manager.countBy(HandOverTicket, { handOverId, outcome: 'given_back' })
    await manager.update(HandOver, { id: handOverId, state: 'returning' }, { state: 'returned', returned, finishedAt: platform.clock.now() })
  })
}

async function giveBack (ctx: Context, manager: EntityManager, handOver: HandOver, ticketId: number): Promise<void> {
  const ticket = await lockTicket(manager, system, ticketId)
  const row = await manager.findOneBy(HandOverTicket, { handOverId: handOver.id, ticketId })
  if (row === null || row.outcome === 'given_back' || ticket.assigneeId !== row.toAgentId || !activeStates.some(state => state === ticket.state)) return
  if (!await mayTake(manager, handOver.agentId, ticket.departmentId)) return
  await saveChanges(ctx, manager, ticket, await giveTo(ctx.actor, ctx, manager, handOver, ticket, handOver.agentId))
  await manager.update(HandOverTicket, { handOverId: handOver.id, ticketId }, { outcome: 'given_back' })
}
