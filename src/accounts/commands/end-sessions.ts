import type { EntityManager } from 'typeorm'
import type { Context } from '../../platform/context.js'
import { NotFound } from '../../platform/errors.js'
import { revokeTokens } from '../one-time-tokens.js'

interface Owner { agentId: number | null, personId: number | null }

/** Signs an account out of every browser but one. */
export async function endSessionsOf (manager: EntityManager, { agentId, personId }: Owner, exceptDigest: string | null): Promise<void> {
  if (agentId !== null) await manager.query('DELETE FROM sessions WHERE agent_id = ? AND id_digest <> ?', [agentId, exceptDigest ?? ''])
  if (personId !== null) await manager.query('DELETE FROM sessions WHERE person_id = ? AND id_digest <> ?', [personId, exceptDigest ?? ''])
}

/**
 * Ends one of the agent's own sessions.
 *
 * @throws NotFound when there is no such session of this agent.
 */
export async function endOwnSession (ctx: Context, idDigest: string): Promise<void> {
  await ctx.db.transaction(async manager => {
    const [own] = await manager.query('SELECT 1 FROM sessions WHERE id_digest = ? AND agent_id = ?', [idDigest, ctx.actor.id]) as unknown[]
    if (own === undefined) throw new NotFound()
    await manager.query('DELETE FROM sessions WHERE id_digest = ?', [idDigest])
  })
}

/** Signs a requester out of every browser and makes every link that was mailed so far void. */
export async function signOutEverywhere (ctx: Context): Promise<void> {
  const personId = Number(ctx.actor.id)
  await ctx.db.transaction(async manager => shutOut(manager, personId))
}

/** Ends every session of a requester, and makes what was mailed so far void: links, codes and ways to a new password. */
export async function shutOut (manager: EntityManager, personId: number): Promise<void> {
  await manager.query('UPDATE people SET link_epoch = link_epoch + 1 WHERE id = ?', [personId])
  await endSessionsOf(manager, { agentId: null, personId }, null)
  for (const purpose of ['sign_in', 'code', 'reset_person'] as const) await revokeTokens(manager, purpose, { personId })
}
