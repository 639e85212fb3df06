import type { EntityManager } from 'typeorm'
import { listNamingsOfTeam } from '../../accounts/namings.queries.js'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { Refusal } from '../../platform/errors.js'
import { Team } from '../team.entity.js'
import { countOpenTickets } from '../team.queries.js'

interface Archiving { id: number, version: number }

/**
 * Takes a team out of use: it is offered nowhere. Who belonged to it stays noted.
 *
 * @throws Refusal while topics lead to it, rules, macros or the way of a department name it, or it has open tickets.
 * @throws NotFound, Stale
 */
export async function archiveTeam (ctx: Context, archiving: Archiving): Promise<void> {
  await switchTeam(ctx, archiving, false)
}

/** Takes a team into use again. @throws NotFound, Stale */
export async function restoreTeam (ctx: Context, archiving: Archiving): Promise<void> {
  await switchTeam(ctx, archiving, true)
}

async function switchTeam (ctx: Context, { id, version }: Archiving, isActive: boolean): Promise<void> {
  await ctx.db.transaction(async manager => {
    const team = await lockVersion(manager, Team, id, version)
    if (team.isActive === isActive) return
    if (!isActive) await refuseInUse(manager, id)

    await manager.update(Team, { id }, { isActive, version: version + 1 })
    await recordChange(manager, ctx, { action: isActive ? 'team.restored' : 'team.archived', subjectType: 'team', subjectId: id, subjectName: team.name, before: { isActive: !isActive }, after: { isActive } })
  })
}

async function refuseInUse (manager: EntityManager, id: number): Promise<void> {
  const topics = await manager.query('SELECT name FROM topics WHERE team_id = ? AND is_active = 1 ORDER BY name LIMIT 5', [id]) as Array<{ name: string }>
  if (topics.length > 0) throw new Refusal('teams.in_use.topics', { status: 409, values: { topics: topics.map(({ name }) => name).join(', ') } })

  const others = (await listNamingsOfTeam(manager, id)).filter(({ kind }) => kind !== 'topic')
  if (others.length > 0) throw new Refusal('teams.in_use.named', { status: 409, values: { names: [...new Set(others.map(({ name }) => `“${name}”`))].slice(0, 5).join(', ') } })

  const count = await countOpenTickets(manager, id)
  if (count > 0) throw new Refusal('teams.in_use.tickets', { status: 409, values: { count } })
}
