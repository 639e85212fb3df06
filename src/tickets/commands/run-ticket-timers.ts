import { LessThanOrEqual, type FindOptionsWhere } from 'typeorm'
import { system } from '../../platform/actor.js'
import { withActor, type Context, type Platform } from '../../platform/context.js'
import type { EntityManager } from 'typeorm'
import { Ticket } from '../ticket.entity.js'
import { lockTicket } from '../ticket.queries.js'
import { returnToPool } from './return-to-pool.js'
import { saveChange } from './save-change.js'
import { setFollowUpDate } from './solve.js'

const batch = 200

/** Solved tickets whose grace has passed are closed; the requester is told. Running twice finds them closed already. */
export async function closeSolvedTickets (platform: Platform): Promise<void> {
  await forEachDue(platform, 'closesAt', async (ctx, manager, ticket) => {
    const event = ticket.apply('close', system, ctx.clock.now(), { details: { automatic: true } })
    await setFollowUpDate(ctx, manager, ticket)
    await saveChange(ctx, manager, ticket, event)
  })
}

/** Requesters are reminded, once, that their solved ticket will close. */
export async function remindOfClosing (platform: Platform): Promise<void> {
  await forEachDue(platform, 'remindsAt', async (ctx, manager, ticket) => {
    ticket.remindsAt = null
    await saveChange(ctx, manager, ticket, ticket.record('reminded', system, ctx.clock.now()))
  })
}

/** Closed tickets are asked about, once. */
export async function followUpClosedTickets (platform: Platform): Promise<void> {
  await forEachDue(platform, 'followsUpAt', async (ctx, manager, ticket) => {
    ticket.followsUpAt = null
    await saveChange(ctx, manager, ticket, ticket.record('followed_up', system, ctx.clock.now()))
  })
}

/** Tickets on hold wake when their date has come. */
export async function wakeTicketsOnHold (platform: Platform): Promise<void> {
  await forEachDue(platform, 'holdUntil', async (ctx, manager, ticket) => {
    await saveChange(ctx, manager, ticket, ticket.apply('resume', system, ctx.clock.now(), { details: { cause: 'date' } }))
  })
}

/** Tickets that their agent did not touch in the time that the department gives go back to the pool, and on to somebody else. */
export async function returnUntouchedTickets (platform: Platform): Promise<void> {
  await forEachDue(platform, 'returnsAt', returnToPool)
}

type DateColumn = 'closesAt' | 'remindsAt' | 'followsUpAt' | 'holdUntil' | 'returnsAt'

/** Each ticket in a transaction of its own, checked again while it is held: an agent may have been quicker. */
async function forEachDue (platform: Platform, column: DateColumn, act: (ctx: Context, manager: EntityManager, ticket: Ticket) => Promise<void>): Promise<void> {
  const ctx = withActor(platform, system)
  for (;;) {
    const now = ctx.clock.now()
    const due = await ctx.db.read.find(Ticket, { select: { id: true }, where: { [column]: LessThanOrEqual(now) } as FindOptionsWhere<Ticket>, order: { [column]: 'ASC' }, take: batch })
    for (const { id } of due) {
      await ctx.db.transaction(async manager => {
        const ticket = await lockTicket(manager, system, id)
        const date = ticket[column]
        if (date !== null && date <= now) await act(ctx, manager, ticket)
      })
    }
    if (due.length < batch) return
  }
}
