import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { updateRow } from '../../platform/database/update-row.js'
import { findReturnTerms, returnTime } from '../return-times.js'
import { Ticket } from '../ticket.entity.js'

/** Null reckons for every department, as when the default hours change. */
export interface ReturnTermsChange { departmentId: number | null }

const batchSize = 200

/**
 * Reckons anew when untouched tickets go back to the pool, after their department's setting or the hours in which
 * it counts have changed: the time that passed stays counted from when the ticket was given. Tickets that were not
 * timed before stay so until they are given to somebody the next time.
 *
 * Walks the running ones by their index, each in a transaction of its own; running it again changes nothing more.
 */
export async function recomputeReturns (ctx: Context, { departmentId }: ReturnTermsChange): Promise<void> {
  for (let last = { at: 0, id: 0 }; ;) {
    const rows = await ctx.db.read.query(
      `SELECT id, department_id AS departmentId, returns_at AS at FROM tickets
       WHERE returns_at >= ? AND (returns_at > ? OR id > ?) ORDER BY returns_at, id LIMIT ${batchSize}`, [last.at, last.at, last.id]
    ) as Array<{ id: number, departmentId: number, at: number | string }>
    for (const row of rows) if (departmentId === null || row.departmentId === departmentId) await recomputeReturn(ctx, row.id)

    const end = rows.at(-1)
    if (end === undefined || rows.length < batchSize) return
    last = { at: Number(end.at), id: end.id }
  }
}

async function recomputeReturn (ctx: Context, ticketId: number): Promise<void> {
  await ctx.db.transaction(async manager => {
    const ticket = await lockOne(manager, Ticket, { id: ticketId })
    if (ticket?.untouchedSince == null) return

    const { returnMinutes } = await findReturnTerms(manager, ticket.departmentId)
    const returnsAt = await returnTime(manager, ticket.departmentId, returnMinutes, ticket.untouchedSince)
    await updateRow(manager, Ticket, Object.assign(ticket, { returnsAt, untouchedSince: returnsAt === null ? null : ticket.untouchedSince }))
  })
}
