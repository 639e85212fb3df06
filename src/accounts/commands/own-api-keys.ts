import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { Forbidden, NotFound } from '../../platform/errors.js'
import { recordChange } from '../../audit/commands/record-change.js'
import { ApiKey } from '../api-key.entity.js'
import { forgetKeys } from '../api-key.queries.js'
import { createApiKey } from './save-api-key.js'

interface OwnKey { name: string, scopes: string[], expiresAt: Date | null }

/** Makes a personal key, with which programs act for the agent. Returns it this once. @throws InvalidFields */
export async function createOwnKey (ctx: Context, form: OwnKey): Promise<{ id: number, key: string }> {
  return createApiKey(ctx, { ...form, network: '', agentId: ownId(ctx) }, { isPersonal: true })
}

/** Takes one of one's own keys out of use for good. Twice is once. @throws NotFound */
export async function endOwnKey (ctx: Context, id: number): Promise<void> {
  const agentId = ownId(ctx)
  await ctx.db.transaction(async manager => {
    const key = await lockOne(manager, ApiKey, { id, agentId, isPersonal: true })
    if (key === null) throw new NotFound()
    if (!key.isActive) return
    await manager.update(ApiKey, { id }, { isActive: false, version: key.version + 1 })
    await recordChange(manager, ctx, { action: 'api_key.updated', subjectType: 'api_key', subjectId: id, subjectName: key.name, before: { isActive: true }, after: { isActive: false } })
  })
  forgetKeys()
}

function ownId ({ actor }: Context): number {
  if (actor.party !== 'agent') throw new Forbidden()
  return actor.id
}
