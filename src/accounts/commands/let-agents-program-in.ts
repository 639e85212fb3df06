import type { AgentActor } from '../../platform/actor.js'
import type { Platform } from '../../platform/context.js'
import { minute } from '../../platform/clock.js'
import { checkBrake, networkOf } from '../../platform/security/brakes.js'
import type { ApiKey } from '../api-key.entity.js'
import { findShownKey } from '../api-key.queries.js'
import { isWithin } from '../../platform/http/networks.js'
import { rightFor, wholeHouseScopes, type ApiScope } from '../api-scopes.js'
import { noteKeyUse } from './save-api-key.js'

/** Why a key lets nobody in. */
export type KeyTrouble = 'unknown' | 'elsewhere' | 'out_of_use' | 'expired' | 'acts_for_nobody'

export interface ActingProgram { keyId: number, keyName: string, expiresAt: Date | null, scopes: readonly ApiScope[], actor: AgentActor }

const wrongKeys = { limit: 60, windowMs: 10 * minute }

/**
 * Lets a program in that acts for an agent: with the agent's rights as they are now, in the key's departments only.
 * Returns what is wrong instead when the key does not hold.
 *
 * @throws TooMany when too many wrong keys came from its network.
 */
export async function letAgentsProgramIn (platform: Pick<Platform, 'db' | 'clock'>, loadAgent: (id: number) => Promise<AgentActor | null>, { shownKey, address }: { shownKey: string, address: string }): Promise<ActingProgram | KeyTrouble> {
  const now = platform.clock.now()
  const key = await findShownKey(platform.db.read, shownKey)
  if (key === null) {
    await checkBrake(platform.db, `api ${networkOf(address)}`, wrongKeys, now)
    return 'unknown'
  }
  if (key.network !== null && !isWithin(key.network, address)) return 'elsewhere'
  if (!key.isActive) return 'out_of_use'
  if (key.expiresAt !== null && key.expiresAt <= now) return 'expired'

  const agent = key.agentId === null ? null : await loadAgent(key.agentId)
  if (agent === null) return 'acts_for_nobody'
  await noteKeyUse(platform, key)
  return { keyId: key.id, keyName: key.name, expiresAt: key.expiresAt, scopes: scopesOf(key), actor: narrowed(agent, key) }
}

const scopesOf = ({ scopes, departmentIds }: ApiKey): ApiScope[] => departmentIds === null ? scopes : scopes.filter(scope => !wholeHouseScopes.includes(scope))

/** The agent with no more rights than the key was given. */
function narrowed (agent: AgentActor, key: ApiKey): AgentActor {
  const { departmentIds } = key
  const scopes = scopesOf(key)
  const departments = departmentIds === null ? agent.departments : new Map([...agent.departments].filter(([id]) => departmentIds.includes(id)))
  const setsUp = scopes.includes('organisation.write')
  const kept: Record<string, boolean> = { system: scopes.some(scope => rightFor[scope] === 'system'), people: setsUp || scopes.includes('people.write'), departments: setsUp, appearance: setsUp, mail: scopes.includes('mail.read') }
  return { ...agent, isProgram: true, departments, ...(departmentIds !== null && { isNarrowed: true as const }), adminRights: new Set([...agent.adminRights].filter(right => kept[right] === true)) }
}
