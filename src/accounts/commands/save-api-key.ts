import { randomBytes } from 'node:crypto'
import type { EntityManager } from 'typeorm'
import { recordChange, type Change } from '../../audit/commands/record-change.js'
import { minute } from '../../platform/clock.js'
import type { Context } from '../../platform/context.js'
import { insertRow } from '../../platform/database/insert-row.js'
import { lockOne } from '../../platform/database/lock.js'
import { NotFound, Stale } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { digestOf } from '../../platform/security/signer.js'
import { Agent } from '../agent.entity.js'
import { ApiKey } from '../api-key.entity.js'
import { apiKeyPolicy } from '../api-key.policy.js'
import { forgetKeys } from '../api-key.queries.js'
import { isNetwork } from '../../platform/http/networks.js'
import { actingScopes, apiScopes, type ApiScope } from '../api-scopes.js'

export interface ApiKeyForm {
  name: string
  scopes: string[]
  network: string
  /** The last moment at which it is taken; null for no end. */
  expiresAt: Date | null
  /** For whom it acts; null for a program that only asks for help. */
  agentId?: number | null
  /** Where it acts; empty means wherever the agent works. */
  departmentIds?: number[]
}

interface Made { id: number, key: string }

/**
 * Makes a key and returns it, the one time that anybody sees it.
 *
 * @throws InvalidFields
 */
export async function createApiKey (ctx: Context, form: ApiKeyForm, { isPersonal = false }: { isPersonal?: boolean } = {}): Promise<Made> {
  const values = check(ctx, form, null)
  const key = randomBytes(16).toString('hex').toUpperCase()
  return ctx.db.transaction(async manager => {
    await checkAgent(manager, values.agentId)
    const { id } = await insertRow(manager, ApiKey, Object.assign(new ApiKey(), {
      ...values, isPersonal, keyDigest: digestOf(`api key ${key}`), begins: key.slice(0, 6), isActive: true, lastUsedAt: null, createdAt: ctx.clock.now(), version: 1
    }))
    await record(ctx, manager, 'api_key.created', { id, name: values.name }, {}, values)
    return { id, key }
  })
}

/** Changes what a key may do. The key itself stays. @throws NotFound, Stale, InvalidFields */
export async function editApiKey (ctx: Context, id: number, form: ApiKeyForm, version: number): Promise<void> {
  await change(ctx, id, version, async (manager, known) => {
    const values = check(ctx, form, known.agentId)
    await checkAgent(manager, values.agentId)
    await manager.update(ApiKey, { id }, { ...values, version: version + 1 })
    await record(ctx, manager, 'api_key.updated', { id, name: values.name }, termsOf(known), values)
  })
}

/** Takes a key out of use, or back into it. @throws NotFound, Stale */
export async function switchApiKey (ctx: Context, id: number, isActive: boolean, version: number): Promise<void> {
  await change(ctx, id, version, async (manager, known) => {
    await manager.update(ApiKey, { id }, { isActive, version: version + 1 })
    await record(ctx, manager, 'api_key.updated', known, { isActive: known.isActive }, { isActive })
  })
}

/** Notes that a key was used, at most once a minute: also on the key itself, which others who show it at this moment share. */
export async function noteKeyUse ({ db, clock }: Pick<Context, 'db' | 'clock'>, key: Pick<ApiKey, 'id' | 'lastUsedAt'>): Promise<void> {
  const now = clock.now()
  if (key.lastUsedAt !== null && now.getTime() - key.lastUsedAt.getTime() < minute) return
  key.lastUsedAt = now
  await db.transaction(async manager => manager.update(ApiKey, { id: key.id }, { lastUsedAt: now }))
}

type Terms = Pick<ApiKey, 'name' | 'scopes' | 'network' | 'expiresAt' | 'agentId' | 'departmentIds'>

const termsOf = ({ name, scopes, network, expiresAt, agentId, departmentIds }: Terms): Terms => ({ name, scopes, network, expiresAt, agentId, departmentIds })

function check ({ actor }: Context, { name, scopes, network, expiresAt, agentId = null, departmentIds = [] }: ApiKeyForm, actedFor: number | null): Terms {
  const checks = new FieldChecks()
  const values = {
    name: checks.name('name', name), scopes: apiScopes.filter(scope => scopes.includes(scope)) as ApiScope[], network: network.trim() || null, expiresAt,
    agentId, departmentIds: departmentIds.length === 0 ? null : departmentIds
  }
  const strange = scopes.find(scope => !(apiScopes as readonly string[]).includes(scope))
  if (strange !== undefined) checks.note('scopes', 'accounts.api.scope_unknown', { scope: strange, known: apiScopes.join(', ') })
  else if (values.scopes.length === 0) checks.note('scopes', 'accounts.api.scope_missing')
  if (agentId === null && values.scopes.some(scope => actingScopes.includes(scope))) checks.note('agentId', 'accounts.api.agent_missing')
  if (agentId !== null && agentId !== actedFor && !apiKeyPolicy.actFor(actor, agentId)) checks.note('agentId', 'accounts.api.agent_not_yours')
  if (agentId === null && values.departmentIds !== null) checks.note('departmentIds', 'accounts.api.departments_of_nobody')
  if (values.network !== null && !isNetwork(values.network)) checks.note('network', 'accounts.api.network_wrong')
  checks.refuse()
  return values
}

async function checkAgent (manager: EntityManager, id: number | null): Promise<void> {
  if (id === null || await manager.existsBy(Agent, { id, isActive: true })) return
  const checks = new FieldChecks()
  checks.note('agentId', 'refusal.not_a_choice')
  checks.refuse()
}

async function change ({ db }: Context, id: number, version: number, work: (manager: EntityManager, known: ApiKey) => Promise<void>): Promise<void> {
  await db.transaction(async manager => {
    const known = await lockOne(manager, ApiKey, { id })
    if (known === null) throw new NotFound()
    if (known.version !== version) throw new Stale()
    await work(manager, known)
  })
  forgetKeys()
}

async function record (ctx: Context, manager: EntityManager, action: Change['action'], { id, name }: { id: number, name: string }, before: object, after: object): Promise<void> {
  await recordChange(manager, ctx, { action, subjectType: 'api_key', subjectId: id, subjectName: name, before: { ...before }, after: { ...after } })
}
