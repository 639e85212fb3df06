import type { EntityManager } from 'typeorm'
import type { FallbackStep, Strategy } from '../departments/choices.js'
import type { Named, Pool, Route, Routed } from './route.js'
import type { TurnOwner } from './turns.js'

type Queries = Pick<EntityManager, 'query'>

interface RouteRow {
  strategy: Strategy
  fallback: string | null
  prefersManager: number
  prefersLast: number
  teamId: number | null
  teamStrategy: Strategy | null
  topicId: number | null
  topicStrategy: Strategy | null
  lastAgentChoice: 'yes' | 'no' | null
  skillIds: string | null
  returnMinutes: number
  returnsByHand: number
}

/**
 * How a ticket finds its agent, and within what turns are taken, in one statement. The topic's way counts
 * before the team's and that before the department's. A team that is switched off is no team, and a topic counts
 * only in its own department: who moves a ticket elsewhere says that the topic was not right.
 *
 * @param way what a rule asks for in place of all that
 */
export async function findRoute (manager: Queries, { departmentId, teamId, topicId = null }: Routed, way: Strategy | null = null): Promise<Route> {
  const [row] = await manager.query(
    `SELECT d.strategy, d.fallback, d.prefers_account_manager AS prefersManager, d.prefers_last_agent AS prefersLast, d.return_minutes AS returnMinutes, d.returns_by_hand AS returnsByHand, t.id AS teamId, t.strategy AS teamStrategy,
       o.id AS topicId, o.strategy AS topicStrategy, o.last_agent_choice AS lastAgentChoice, o.skill_ids AS skillIds
     FROM departments d LEFT JOIN teams t ON t.id = ? AND t.is_active = 1 LEFT JOIN topics o ON o.id = ? AND o.department_id = d.id WHERE d.id = ?`,
    [teamId, topicId, departmentId]
  ) as RouteRow[]
  if (row === undefined) throw new Error(`Expected a department ${departmentId}`)

  const pool = { departmentId, teamId: row.teamId }
  const skillIds = listOf<number>(row.skillIds)
  const { strategy, decidedBy } = way === null ? strategyOf(row) : { strategy: way, decidedBy: 'rule' as const }
  return {
    pool, strategy, decidedBy, skillIds,
    turnOwner: ownerOf(row, pool, decidedBy, skillIds),
    prefersAccountManager: Boolean(row.prefersManager),
    prefersLastAgent: row.lastAgentChoice === null ? Boolean(row.prefersLast) : row.lastAgentChoice === 'yes',
    fallback: listOf<FallbackStep>(row.fallback),
    returnTerms: { returnMinutes: row.returnMinutes, returnsByHand: Boolean(row.returnsByHand) }
  }
}

function strategyOf ({ strategy, teamStrategy, topicStrategy }: RouteRow): Pick<Route, 'strategy' | 'decidedBy'> {
  if (topicStrategy !== null) return { strategy: topicStrategy, decidedBy: 'topic' }
  if (teamStrategy !== null && teamStrategy !== 'manual') return { strategy: teamStrategy, decidedBy: 'team' }
  return { strategy, decidedBy: 'department' }
}

/**
 * A topic that has a way of its own, or asks for what not everybody knows, has turns of its own: among others'
 * turns those who know it would be passed by, or come too often.
 */
function ownerOf ({ teamId, topicId }: RouteRow, { departmentId }: Pool, decidedBy: Route['decidedBy'], skillIds: number[]): TurnOwner {
  if (topicId !== null && (decidedBy === 'topic' || skillIds.length > 0)) return { ownerKind: 'topic', ownerId: topicId }
  if (teamId !== null && decidedBy !== 'department') return { ownerKind: 'team', ownerId: teamId }
  return { ownerKind: 'department', ownerId: departmentId }
}

const listOf = <Item>(kept: string | null): Item[] => kept === null ? [] : JSON.parse(kept) as Item[] ?? []

/** The skills of a route by name, as far as they are still there. */
export async function findSkills (manager: Queries, ids: readonly number[]): Promise<Named[]> {
  if (ids.length === 0) return []
  return manager.query(`SELECT id, name FROM skills WHERE id IN (${ids.map(() => '?').join(', ')}) ORDER BY name`, [...ids]) as Promise<Named[]>
}

/** A team in use and how it chooses. Null for one that is gone or switched off. */
export async function findTeamWay (manager: Queries, teamId: number): Promise<{ name: string, strategy: Strategy } | null> {
  const [team] = await manager.query('SELECT name, strategy FROM teams WHERE id = ? AND is_active = 1', [teamId]) as Array<{ name: string, strategy: Strategy }>
  return team ?? null
}

/** How a department chooses among everybody. */
export async function findDepartmentWay (manager: Queries, departmentId: number): Promise<Strategy> {
  const [row] = await manager.query('SELECT strategy FROM departments WHERE id = ?', [departmentId]) as Array<{ strategy: Strategy }>
  return row?.strategy ?? 'manual'
}
