import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { InvalidFields, NotFound } from '../../platform/errors.js'
import { Absence } from '../absence.entity.js'
import { Agent } from '../agent.entity.js'
import type { AbsenceHandOver } from '../hand-over-times.js'
import { countRoutingChange } from './count-routing-change.js'
import { endAbsencePlan, planForAbsence } from './plan-hand-over.js'

export interface NewAbsence { agentId: number, startsAt: Date, endsAt: Date, reason: string, handOver?: AbsenceHandOver }

const mostAbsences = 200

/**
 * Notes a time in which an agent is given no tickets, and what happens around it with those that are open; left out, they stay.
 *
 * @throws NotFound when there is no such agent.
 * @throws InvalidFields when it ends before it starts, is over already, or what is to happen with the tickets cannot be.
 */
export async function addAbsence (ctx: Context, { agentId, startsAt, endsAt, reason, handOver }: NewAbsence): Promise<void> {
  if (endsAt <= startsAt) throw new InvalidFields({ absenceEnds: { key: 'accounts.absence.ends_before' } })
  if (endsAt <= ctx.clock.now()) throw new InvalidFields({ absenceEnds: { key: 'accounts.absence.over' } })

  await ctx.db.transaction(async manager => {
    await countRoutingChange(manager, [agentId])
    if (await manager.countBy(Absence, { agentId }) >= mostAbsences) throw new InvalidFields({ absenceStarts: { key: 'accounts.absence.too_many' } })
    const agent = await manager.findOneBy(Agent, { id: agentId })
    if (agent === null) throw new NotFound()
    const absence = await insertRow(manager, Absence, Object.assign(new Absence(), { agentId, startsAt, endsAt, reason: reason.replace(/\s+/g, ' ').trim().slice(0, 190) }))
    if (handOver !== undefined) await planForAbsence(ctx, manager, agent, absence, handOver)
  })
}

/** Takes an absence back, and with it what was to happen with the tickets: those that were to come back come back now. @throws NotFound when the agent has no such absence. */
export async function removeAbsence (ctx: Context, { agentId, absenceId }: { agentId: number, absenceId: number }): Promise<void> {
  await ctx.db.transaction(async manager => {
    await countRoutingChange(manager, [agentId])
    const { affected } = await manager.delete(Absence, { id: absenceId, agentId })
    if (affected === 0) throw new NotFound()
    await endAbsencePlan(ctx, manager, absenceId)
  })
}
