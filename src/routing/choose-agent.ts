import type { EntityManager } from 'typeorm'
import { Department } from '../departments/department.entity.js'
import type { Context } from '../platform/context.js'
import { lockOne } from '../platform/database/lock.js'
import { Team } from '../teams/team.entity.js'
import { decideAgent, type RoutingDecision } from './decide-agent.js'
import { findCandidates } from './routing.queries.js'

/**
 * Chooses who gets a ticket: by the team's strategy when the ticket has a team that has one, else by the
 * department's.
 *
 * The row whose turn it is stays held until the caller's transaction ends, so that parallel requests take
 * their turns one after the other and the counts of those present never differ by more than one.
 */
export async function chooseAgent ({ clock }: Context, manager: EntityManager, { departmentId, teamId }: { departmentId: number, teamId: number | null }): Promise<RoutingDecision> {
  const team = teamId === null ? null : await manager.findOneBy(Team, { id: teamId, isActive: true })
  const byTeam = team !== null && team.strategy !== 'manual'
  const { strategy } = byTeam ? team : await manager.findOneByOrFail(Department, { id: departmentId })
  if (strategy === 'manual') return decideAgent(strategy, [], null)

  const turn = byTeam ? await lockOne(manager, Team, { id: team.id }) : await lockOne(manager, Department, { id: departmentId })
  const candidates = await findCandidates(manager, { departmentId, teamId: byTeam ? team.id : null }, clock.now())
  const decision = decideAgent(strategy, candidates, turn?.lastTurnAgentId ?? null)

  if (decision.winner !== null) {
    const lastTurnAgentId = decision.winner.agentId
    if (byTeam) await manager.update(Team, { id: team.id }, { lastTurnAgentId })
    else await manager.update(Department, { id: departmentId }, { lastTurnAgentId })
  }
  return decision
}
