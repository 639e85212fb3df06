import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import type { Reader } from '../../platform/database/database.js'
import { lockOne } from '../../platform/database/lock.js'
import { updateRow } from '../../platform/database/update-row.js'
import type { OpeningHours } from '../../schedules/opening-hours.js'
import { findServiceLevelOf } from '../../sla/sla.queries.js'
import { Ticket } from '../ticket.entity.js'
import { activeStates } from '../ticket.lifecycle.js'
import { findClocks, findLastReplyAt, findStatusClock } from './clocks.queries.js'
import { settleClocks } from './decide-clocks.js'
import { dueTimes } from './due-times.js'
import { reviewPromise } from './review-promise.js'
import { recordMisses, saveClocks } from './save-clocks.js'
import { rebaseClock, type Clock } from './target-clock.js'
import { turnForStatus } from './turn-segment.js'

/** What was edited, and when. Ids only, but for the hours of before, which are nowhere else any more. */
export interface TermsChange {
  policyId?: number
  scheduleId?: number
  departmentId?: number
  /** A status whose word on the clock changed. */
  statusId?: number
  /** Epoch milliseconds. */
  changedAt: number
  /** Time used until `changedAt` counts in these hours. Without them it is counted again in the new ones. */
  hoursBefore?: OpeningHours
}

const batchSize = 100

/**
 * Puts the open clocks of active tickets under the new terms of their policy, schedule, department or status. Each
 * ticket keeps its policy, and each clock the time it used; due and warning times follow. Tickets that
 * rest take up the new terms when they come back.
 *
 * Walks the active tickets by index, each in a transaction of its own. Harmless to run again: a clock that
 * counts since `changedAt` is not counted anew.
 */
export async function recomputeClocks (ctx: Context, change: TermsChange): Promise<void> {
  const departments = await ctx.db.read.query('SELECT id FROM departments') as Array<{ id: number }>
  for (const { id } of departments) {
    if (change.departmentId !== undefined && change.departmentId !== id) continue
    for (const state of activeStates) await walkTickets(ctx.db.read, id, state, async tickets => recomputeBatch(ctx, change, tickets))
  }
}

interface WalkedTicket { id: number, policyId: number | null, statusId: number | null, at: number | string }

/** A ticket that somebody works on meanwhile moves ahead of the walk, so none is passed by. */
async function walkTickets (reader: Reader, departmentId: number, state: string, visit: (tickets: WalkedTicket[]) => Promise<void>): Promise<void> {
  for (let last = { at: 0, id: 0 }; ;) {
    const rows = await reader.query(
      `SELECT id, sla_policy_id AS policyId, status_id AS statusId, active_at AS at FROM tickets
       WHERE department_id = ? AND state = ? AND active_at >= ? AND (active_at > ? OR id > ?) ORDER BY active_at, id LIMIT ${batchSize}`,
      [departmentId, state, last.at, last.at, last.id]
    ) as WalkedTicket[]
    await visit(rows)

    const end = rows.at(-1)
    if (end === undefined || rows.length < batchSize) return
    last = { at: Number(end.at), id: end.id }
  }
}

async function recomputeBatch (ctx: Context, change: TermsChange, tickets: WalkedTicket[]): Promise<void> {
  const ids = tickets.filter(({ policyId, statusId }) => policyId !== null && (change.policyId ?? policyId) === policyId && (change.statusId ?? statusId) === statusId).map(({ id }) => id)
  if (ids.length === 0) return
  for (const ticketId of change.scheduleId === undefined ? ids : await findCountingIn(ctx.db.read, change.scheduleId, ids)) {
    await ctx.db.transaction(async manager => recomputeTicket(manager, ticketId, change))
  }
}

async function findCountingIn (reader: Reader, scheduleId: number, ids: number[]): Promise<number[]> {
  const rows = await reader.query(
    `SELECT DISTINCT ticket_id AS id FROM targets WHERE ticket_id IN (${ids.map(() => '?').join(', ')}) AND met_at IS NULL AND schedule_id = ?`,
    [...ids, scheduleId]
  ) as Array<{ id: number }>
  return rows.map(row => row.id)
}

async function recomputeTicket (manager: EntityManager, ticketId: number, change: TermsChange): Promise<void> {
  const ticket = await lockOne(manager, Ticket, { id: ticketId })
  if (ticket === null || ticket.slaPolicyId === null) return

  const at = new Date(change.changedAt)
  const before = await findClocks(manager, ticketId)
  const level = await findServiceLevelOf(manager, ticket.slaPolicyId, ticket)
  const lastReplyAt = await findLastReplyAt(manager, ticketId)
  const event = { name: 'terms_edited', toState: ticket.state, actorParty: 'system' as const, at }
  const clocks = before.map(clock => countedBefore(clock, change, at))
  const statusClock = await findStatusClock(manager, ticket.statusId)
  const after = settleClocks(reviewPromise({ ticketId, event, clocks, level, lastReplyAt }), ticket.state, at, statusClock)

  if (change.statusId !== undefined) await turnForStatus(manager, ticket, at)
  await saveClocks(manager, before, after)
  await recordMisses(manager, ticket, before, after, { at, fromState: ticket.state })
  await updateRow(manager, Ticket, Object.assign(ticket, dueTimes(after, ticket.state, ticket.dueAt)))
}

function countedBefore (clock: Clock, { scheduleId, hoursBefore }: TermsChange, at: Date): Clock {
  return hoursBefore !== undefined && clock.target.scheduleId === scheduleId ? rebaseClock(clock, at, hoursBefore) : clock
}
