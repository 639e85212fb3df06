import type { EntityManager } from 'typeorm'
import { system } from '../../platform/actor.js'
import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { saveChange } from '../commands/save-change.js'
import { Ticket } from '../ticket.entity.js'
import { findClocks, type SavedClock } from './clocks.queries.js'
import { saveClocks } from './save-clocks.js'
import type { TargetState } from './target-clock.js'

const batchSize = 200

/** Both walk an index in order and start behind the last row seen, so that a ticket that fails is passed by. */
export const alarms = {
  missed: `SELECT id, ticket_id AS ticketId, due_at AS at FROM targets
    WHERE breached_at IS NULL AND due_at >= ? AND due_at < ? AND (due_at > ? OR id > ?) ORDER BY due_at, id LIMIT ${batchSize}`,
  near: `SELECT id, ticket_id AS ticketId, warns_at AS at FROM targets
    WHERE warns_at >= ? AND warns_at <= ? AND (warns_at > ? OR id > ?) ORDER BY warns_at, id LIMIT ${batchSize}`
}

interface AlarmRow { id: number, ticketId: number, at: number | string }

/**
 * Finds the promises that are near or missed since the last sweep and writes it into the history of their
 * tickets, from where people are told. Returns how many events it wrote.
 *
 * Harmless to run twice or by several workers at once: each ticket is held and its clocks are read again
 * before anything is written, and what was told once is marked in the row.
 */
export async function sweepTargets (ctx: Context): Promise<number> {
  return await sweepAlarms(ctx, alarms.missed) + await sweepAlarms(ctx, alarms.near)
}

async function sweepAlarms (ctx: Context, query: string): Promise<number> {
  const now = ctx.clock.now()
  let told = 0
  for (let last = { at: 0, id: 0 }; ;) {
    const rows = await ctx.db.read.query(query, [last.at, now.getTime(), last.at, last.id]) as AlarmRow[]
    for (const ticketId of new Set(rows.map(row => row.ticketId))) told += await tellTicket(ctx, ticketId, now)

    const end = rows.at(-1)
    if (end === undefined || rows.length < batchSize) return told
    last = { at: Number(end.at), id: end.id }
  }
}

/** One ticket that cannot be told must not keep the others from being told. The next sweep tries it again. */
async function tellTicket (ctx: Context, ticketId: number, now: Date): Promise<number> {
  try {
    return await ctx.db.transaction(async manager => tellAlarms(ctx, manager, ticketId, now))
  } catch (error) {
    ctx.log.error({ err: error, ticketId }, 'the targets of a ticket could not be swept')
    return 0
  }
}

async function tellAlarms (ctx: Context, manager: EntityManager, ticketId: number, now: Date): Promise<number> {
  const ticket = await lockOne(manager, Ticket, { id: ticketId })
  if (ticket === null) return 0

  const before = await findClocks(manager, ticketId)
  const rung = before.flatMap(clock => ring(clock, now) ?? [])
  await saveClocks(manager, rung.map(({ clock }) => clock), rung.map(({ clock, target }) => ({ ...clock, target })))
  for (const { name, target } of rung) {
    await saveChange(ctx, manager, ticket, ticket.record(name, system, now, { kind: target.kind }))
  }
  return rung.length
}

/** What has come due of one clock. A miss silences the warning that no sweep came to give. */
function ring (clock: SavedClock, now: Date): { name: string, clock: SavedClock, target: TargetState } | null {
  const { target } = clock
  if (target.dueAt !== null && target.dueAt < now && target.breachedAt === null) {
    return { name: 'target_breached', clock, target: { ...target, breachedAt: now, warnsAt: null } }
  }
  if (target.warnsAt !== null && target.warnsAt <= now) {
    return { name: 'target_warned', clock, target: { ...target, warnedAt: now, warnsAt: null } }
  }
  return null
}
