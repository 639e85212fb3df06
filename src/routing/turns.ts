import type { EntityManager } from 'typeorm'
import { insertOrIgnore } from '../platform/database/insert-or-ignore.js'
import { isMysql, lockOne } from '../platform/database/lock.js'
import { Turn } from './turn.entity.js'

/** The department, team or topic within which turns are taken. */
export type TurnOwner = Pick<Turn, 'ownerKind' | 'ownerId'>

/** Somebody who was chosen, and how often what was asked about him or her had changed by then. */
export interface Chosen { agentId: number, routingVersion: number }

/**
 * Who had the last turn. Nobody else takes one until the caller's transaction ends, so that parallel requests
 * take theirs one after the other.
 */
export async function holdTurn (manager: EntityManager, owner: TurnOwner): Promise<number | null> {
  const turn = await lockOne(manager, Turn, owner) ?? await beginTurns(manager, owner)
  return turn?.lastAgentId ?? null
}

/** Who had the last turn, for somebody who takes none. */
export async function readTurn (manager: Pick<EntityManager, 'findOneBy'>, owner: TurnOwner): Promise<number | null> {
  return (await manager.findOneBy(Turn, owner))?.lastAgentId ?? null
}

/**
 * Notes whose turn it was and holds that agent's row until the caller's transaction ends, in one statement.
 *
 * False when something that was asked about the agent has changed meanwhile: then nothing is noted. Who changes
 * it counts `routing_version` up in the same transaction, so a change under way is waited for, and a later one
 * waits until the ticket is given.
 */
export async function noteTurn (manager: EntityManager, owner: TurnOwner, chosen: Chosen): Promise<boolean> {
  const { affected } = await manager.queryRunner!.query(
    `UPDATE turns SET last_agent_id = ? WHERE owner_kind = ? AND owner_id = ? AND EXISTS (${unchanged(manager)})`,
    [chosen.agentId, owner.ownerKind, owner.ownerId, chosen.agentId, chosen.routingVersion], true
  )
  return affected === 1
}

/** The same for an agent who takes no turn, being asked by name. */
export async function holdChosen (manager: EntityManager, chosen: Chosen): Promise<boolean> {
  const rows = await manager.query(unchanged(manager), [chosen.agentId, chosen.routingVersion]) as unknown[]
  return rows.length === 1
}

const unchanged = (manager: EntityManager): string => `SELECT 1 FROM agents WHERE id = ? AND routing_version = ?${isMysql(manager) ? ' LOCK IN SHARE MODE' : ''}`

async function beginTurns (manager: EntityManager, owner: TurnOwner): Promise<Turn | null> {
  await insertOrIgnore(manager, 'turns', { owner_kind: owner.ownerKind, owner_id: owner.ownerId, last_agent_id: null })
  return lockOne(manager, Turn, owner)
}
