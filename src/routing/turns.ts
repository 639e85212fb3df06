import type { EntityManager } from 'typeorm'
import { insertOrIgnore } from '../platform/database/insert-or-ignore.js'
import { lockOne } from '../platform/database/lock.js'
import { Turn } from './turn.entity.js'

/** The department or team within which turns are taken. */
export type TurnOwner = Pick<Turn, 'ownerKind' | 'ownerId'>

/**
 * Who had the last turn. Nobody else takes one until the caller's transaction ends, so that parallel requests
 * take theirs one after the other.
 */
export async function holdTurn (manager: EntityManager, owner: TurnOwner): Promise<number | null> {
  const turn = await lockOne(manager, Turn, owner) ?? await beginTurns(manager, owner)
  return turn?.lastAgentId ?? null
}

/** Notes whose turn it was. */
export async function noteTurn (manager: EntityManager, owner: TurnOwner, lastAgentId: number): Promise<void> {
  await manager.update(Turn, owner, { lastAgentId })
}

async function beginTurns (manager: EntityManager, owner: TurnOwner): Promise<Turn | null> {
  await insertOrIgnore(manager, 'turns', { owner_kind: owner.ownerKind, owner_id: owner.ownerId, last_agent_id: null })
  return lockOne(manager, Turn, owner)
}
