import type { FastifyInstance } from 'fastify'
import type { Test } from 'tap'
import { createApiKey, type ApiKeyForm } from '../../src/accounts/commands/save-api-key.js'
import { actingScopes } from '../../src/accounts/api-scopes.js'
import { withActor } from '../../src/platform/context.js'
import { system } from '../../src/platform/actor.js'
import { openTestApp } from '../support/app.js'
import { inWorld, type World } from '../support/world.js'

export interface Answer { status: number, headers: Record<string, string>, body: Json, text: string }
export type Json = Record<string, unknown> & { id: number, version: number, number: string, items: Json[], next: string | null, type: string, errors: Array<{ pointer: string, detail: string }> }

interface Sent { method?: string, body?: unknown, headers?: Record<string, string>, from?: string, key?: string }
export type Ask = (path: string, sent?: Sent) => Promise<Answer>

export interface ApiWorld extends World {
  app: FastifyInstance
  /** Asks at /api/v1 with a key that acts for Ana. */
  ask1: Ask
  keyFor: (form?: Partial<ApiKeyForm>) => Promise<string>
}

/** Asks one server with a key, as a program does. */
export const askWith = (app: FastifyInstance, ownKey: string): Ask => async (path, { method = 'GET', body, headers = {}, from, key = ownKey } = {}) => {
  const payload = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const answer = await app.inject({
    method: method as 'GET', url: path.startsWith('http') ? path.replace(/^https?:\/\/[^/]+/, '') : `/api/v1${path}`, ...(from !== undefined && { remoteAddress: from }),
    headers: { ...(key !== '' && { authorization: `Bearer ${key}` }), ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers }, ...(payload !== undefined && { payload })
  })
  const isJson = method !== 'HEAD' && /json/.test(String(answer.headers['content-type'] ?? ''))
  return { status: answer.statusCode, headers: answer.headers as Record<string, string>, body: isJson ? answer.json() as Json : {} as Json, text: answer.body }
}

/** A small world with its API. */
export function onApi (name: string, test: (t: Test, world: ApiWorld) => Promise<void>, env: Record<string, string> = {}): void {
  inWorld(name, async (t, world) => {
    const app = await openTestApp(world.platform)
    t.teardown(async () => app.close())
    const keyFor = async (form: Partial<ApiKeyForm> = {}): Promise<string> =>
      (await createApiKey(withActor(world.platform, system), { name: 'Program', scopes: [...actingScopes], network: '', expiresAt: null, agentId: world.ana.id, ...form })).key
    await test(t, { ...world, app, keyFor, ask1: askWith(app, await keyFor()) })
  }, env)
}
