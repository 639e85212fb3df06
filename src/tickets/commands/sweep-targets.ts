import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { findClocks } from '../clocks/clocks.queries.js'
import { saveClocks } from '../clocks/save-clocks.js'
import { missClock } from '../clocks/target-clock.js'
import { Ticket } from '../ticket.entity.js'
import { saveChange } from './save-change.js'
import { takeSteps } from './take-steps.js'

const batchSize = 200

/** Both walk an index in order and start behind the last row seen, so that a ticket that fails is passed by. */
export const alarms = {
  missed: `SELECT id, ticket_id AS ticketId, due_at AS at FROM targets
    WHERE breached_at IS NULL AND due_at >= ? AND due_at < ? AND (due_at > ? OR id > ?) ORDER BY due_at, id LIMIT ${batchSize}`,
  steps: `SELECT id, ticket_id AS ticketId, next_step_at AS at FROM targets
    WHERE next_step_at >= ? AND next_step_at <= ? AND (next_step_at > ? OR id > ?) ORDER BY next_step_at, id LIMIT ${batchSize}`
}

interface AlarmRow { id: number, ticketId: number, at: number | string }

/**
 * Finds the promises that were missed since the last sweep, writes it into the history of their tickets, from
 * where people are told, and takes the steps of service levels that have come due. Returns how many of both there were.
 *
 * Harmless to run twice or by several workers at once: each ticket is held and its clocks are read again
 * before anything is written, and what was done once is marked in the row.
 */
export async function sweepTargets (ctx: Context): Promise<number> {
  return await sweepAlarms(ctx, alarms.missed) + await sweepAlarms(ctx, alarms.steps)
}

async function sweepAlarms (ctx: Context, query: string): Promise<number> {
  const now = ctx.clock.now()
  let told = 0
  for (let last = { at: 0, id: 0 }; ;) {
    const rows = await ctx.db.read.query(query, [last.at, now.getTime(), last.at, last.id]) as AlarmRow[]
    for (const ticketId of new Set(rows.map(row => row.ticketId))) told += await sweepTicket(ctx, ticketId, now)

    const end = rows.at(-1)
    if (end === undefined || rows.length < batchSize) return told
    last = { at: Number(end.at), id: end.id }
  }
}

/** One ticket that cannot be told must not keep the others from being told. The next sweep tries it again. */
async function sweepTicket (ctx: Context, ticketId: number, now: Date): Promise<number> {
  try {
    return await ctx.db.transaction(async manager => await tellMisses(ctx, manager, ticketId, now) + await takeSteps(ctx, manager, ticketId, now))
  } catch (error) {
    ctx.log.error({ err: error, ticketId }, 'the targets of a ticket could not be swept')
    return 0
  }
}

async function tellMisses (ctx: Context, manager: EntityManager, ticketId: number, now: Date): Promise<number> {
  const ticket = await lockOne(manager, Ticket, { id: ticketId })
  if (ticket === null) return 0

  const missed = (await findClocks(manager, ticketId)).filter(({ target: { dueAt, breachedAt } }) => dueAt !== null && dueAt < now && breachedAt === null)
  await saveClocks(manager, missed, missed.map(clock => missClock(clock, now)))
  for (const { target: { kind } } of missed) await saveChange(ctx, manager, ticket, ticket.record('target_breached', system, now, { kind }))
  return missed.length
}
