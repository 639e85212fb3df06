import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { Refusal } from '../../platform/errors.js'
import { Ticket } from '../ticket.entity.js'

/**
 * A context in which a ticket is changed only as long as it has the version that the asker saw: whoever comes second
 * is refused, and nothing is half done. Without a version everything goes.
 */
export function atVersion (ctx: Context, ticketId: number, version: number | null): Context {
  if (version === null) return ctx
  const { db } = ctx
  return {
    ...ctx,
    db: {
      engine: db.engine,
      read: db.read,
      transaction: async work => db.transaction(async manager => {
        const ticket = await lockOne(manager, Ticket, { id: ticketId })
        if (ticket !== null && ticket.version !== version) throw new Refusal('api.problem.stale.detail', { status: 412 })
        return work(manager)
      })
    }
  }
}
