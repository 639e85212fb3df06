import type { Context } from '../../platform/context.js'
import { InvalidFields, NotFound } from '../../platform/errors.js'
import { Absence } from '../absence.entity.js'
import { countRoutingChange } from './count-routing-change.js'

export interface NewAbsence { agentId: number, startsAt: Date, endsAt: Date, reason: string }

const mostAbsences = 200

/**
 * Notes a time in which an agent is given no tickets.
 *
 * @throws InvalidFields when it ends before it starts, or is over already.
 */
export async function addAbsence (ctx: Context, { agentId, startsAt, endsAt, reason }: NewAbsence): Promise<void> {
  if (endsAt <= startsAt) throw new InvalidFields({ absenceEnds: { key: 'accounts.absence.ends_before' } })
  if (endsAt <= ctx.clock.now()) throw new InvalidFields({ absenceEnds: { key: 'accounts.absence.over' } })

  await ctx.db.transaction(async manager => {
    await countRoutingChange(manager, [agentId])
    if (await manager.countBy(Absence, { agentId }) >= mostAbsences) throw new InvalidFields({ absenceStarts: { key: 'accounts.absence.too_many' } })
    await manager.insert(Absence, { agentId, startsAt, endsAt, reason: reason.replace(/\s+/g, ' ').trim().slice(0, 190) })
  })
}

/** Takes an absence back. @throws NotFound when the agent has no such absence. */
export async function removeAbsence (ctx: Context, { agentId, absenceId }: { agentId: number, absenceId: number }): Promise<void> {
  await ctx.db.transaction(async manager => {
    await countRoutingChange(manager, [agentId])
    const { affected } = await manager.delete(Absence, { id: absenceId, agentId })
    if (affected === 0) throw new NotFound()
  })
}
