import type { Platform } from '../../platform/context.js'
import { minute } from '../../platform/clock.js'
import { checkBrake, networkOf } from '../../platform/security/brakes.js'
import { findShownKey } from '../api-key.queries.js'
import { isWithin } from '../../platform/http/networks.js'
import type { ApiScope } from '../api-scopes.js'
import { noteKeyUse } from './save-api-key.js'

export interface AskingProgram { shownKey: string, address: string, scope: ApiScope }

const wrongKeys = { limit: 60, windowMs: 10 * minute }

/**
 * Whether a program may do what it asks for: its key is known, taken from its address, in use, not expired and made for this.
 * Returns null when it may, or else what is wrong.
 *
 * @throws TooMany when too many wrong keys came from its network.
 */
export async function letProgramIn (platform: Pick<Platform, 'db' | 'clock'>, { shownKey, address, scope }: AskingProgram): Promise<'unknown' | 'out_of_use' | 'out_of_scope' | null> {
  const now = platform.clock.now()
  const key = await findShownKey(platform.db.read, shownKey)
  if (key === null || (key.network !== null && !isWithin(key.network, address))) {
    await checkBrake(platform.db, `api ${networkOf(address)}`, wrongKeys, now)
    return 'unknown'
  }
  if (!key.isActive || (key.expiresAt !== null && key.expiresAt <= now)) return 'out_of_use'
  if (!key.scopes.includes(scope)) return 'out_of_scope'
  await noteKeyUse(platform, key)
  return null
}
