import type { Platform } from '../platform/context.js'
import type { Reader } from '../platform/database/database.js'
import { Agent } from '../accounts/agent.entity.js'
import { createOneTimeToken } from '../accounts/one-time-tokens.js'

/** Whether there is anybody who could sign in. Once there is, the set-up is closed for good. */
export async function isSetUp (reader: Pick<Reader, 'existsBy'>): Promise<boolean> {
  return reader.existsBy(Agent, {})
}

/**
 * The token that opens the set-up page, to be printed at start; null when the desk is set up. Ones that
 * were printed before stay good, for other processes may have just printed theirs.
 */
export async function ensureSetupToken ({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<string | null> {
  return db.transaction(async manager => await isSetUp(manager) ? null : createOneTimeToken(manager, { purpose: 'setup' }, clock.now()))
}
