import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { lockOne } from '../../platform/database/lock.js'
import { NotFound } from '../../platform/errors.js'
import { createFormat } from '../../platform/i18n/format.js'
import { Ticket } from '../../tickets/ticket.entity.js'
import { Plan } from '../plan.entity.js'
import { PlanRun } from '../plan-run.entity.js'
import { makeTicket } from './make-ticket.js'

/**
 * Opens a plan's ticket now, as if its time had come today. Its own times stay as they are.
 *
 * @param key the form's own: sent twice it makes one ticket.
 * @throws NotFound
 * @throws InvalidFields, Refusal when the ticket cannot be opened.
 */
export async function openPlanNow (ctx: Context, { planId, key }: { planId: number, key: string }): Promise<Ticket> {
  return ctx.db.transaction(async manager => {
    const plan = await lockOne(manager, Plan, { id: planId })
    if (plan === null) throw new NotFound()
    const occurrence = `now:${key.slice(0, 50)}`
    const run = await manager.findOneBy(PlanRun, { planId, occurrence })
    const made = run?.ticketId == null ? null : await manager.findOneBy(Ticket, { id: run.ticketId })
    if (made !== null) return made

    const now = ctx.clock.now()
    const ticket = await makeTicket(ctx, manager, plan, { day: createFormat('en', plan.recurrence.timeZone, () => now).day(now), key: occurrence })
    await insertRow(manager, PlanRun, Object.assign(new PlanRun(), { planId, occurrence, plannedAt: now, outcome: 'opened', ticketId: ticket.id, reason: null, at: now }))
    return ticket
  })
}
