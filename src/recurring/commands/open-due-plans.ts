import { system } from '../../platform/actor.js'
import { withActor, type Platform } from '../../platform/context.js'
import { listDuePlanIds } from '../plan.queries.js'
import { openPlannedTickets } from './open-planned-ticket.js'

const batch = 100

/** Opens the tickets whose time has come. One plan that fails keeps no other back. */
export async function openDuePlans (platform: Platform): Promise<void> {
  const ctx = withActor(platform, system)
  const failures: unknown[] = []
  const tried = new Set<number>()
  for (;;) {
    const due = (await listDuePlanIds(ctx.db.read, ctx.clock.now(), batch + tried.size)).filter(id => !tried.has(id))
    if (due.length === 0) break
    for (const id of due) {
      tried.add(id)
      await openPlannedTickets(ctx, id).catch((error: unknown) => failures.push(error))
    }
  }
  if (failures.length > 0) throw failures[0]
}
