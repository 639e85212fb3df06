import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { agentOf } from '../plugins/desk-reading.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { listOwnKeys } from './api-key.queries.js'
import { actingScopes, rightFor } from './api-scopes.js'
import { createOwnKey, endOwnKey } from './commands/own-api-keys.js'
import { idParams, text, ticked } from './form-schema.js'
import { lastDayOf, readLastDay } from './last-day.js'

interface KeyLine { id: number, name: string, notes: string }
interface Typed { name: string, scopes: string[], expires: string }

declare module '../plugins/page.js' {
  interface Pages {
    'accounts/keys': { keys: KeyLine[], typed: Typed, scopes: Array<{ value: string, label: string, chosen: boolean }>, problems: Problems }
    'accounts/key-made': { key: string, example: string }
  }
}

const schema = { body: Type.Object({ name: text(), scopes: ticked(), expires: text(20) }) }
const blank: Typed = { name: '', scopes: ['tickets.read'], expires: '' }

/** Keys with which programs act for the agent who made them. */
const ownKeyRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/me/keys', async (request, reply) => showKeys(request, reply))

  app.post('/me/keys', { schema }, async (request, reply) => {
    const { ctx, t, body } = request
    return actOrShowAgain(reply, async () => {
      const { key } = await createOwnKey(ctx, { name: body.name, scopes: body.scopes, expiresAt: readLastDay(body.expires.trim(), ctx.clock.now()) })
      const example = `curl -H 'Authorization: Bearer ${key}' ${app.platform.config.baseUrl}/api/v1/me`
      return reply.header('cache-control', 'no-store').page('accounts/key-made', { title: t('accounts.api.made', { name: body.name }), key, example })
    }, async problems => showKeys(request, reply, body, problems))
  })

  app.post('/me/keys/:id/removal', { schema: { params: idParams } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const name = (await listOwnKeys(ctx.db.read, agentOf(request).id)).find(key => key.id === id)?.name ?? ''
    await endOwnKey(ctx, id)
    return reply.flash({ kind: 'good', key: 'accounts.api.own.ended', values: { name } }).redirect('/desk/me/keys', 303)
  })
}

export default ownKeyRoutes

async function showKeys (request: FastifyRequest, reply: FastifyReply, typed: Typed = blank, problems: Problems = noProblems): Promise<FastifyReply> {
  const { ctx, t, format } = request
  const keys = await listOwnKeys(ctx.db.read, agentOf(request).id)
  const { adminRights } = agentOf(request)
  const mine = actingScopes.filter(scope => rightFor[scope] === undefined || adminRights.has(rightFor[scope]))
  return reply.page('accounts/keys', {
    title: t('accounts.api.own.title'),
    keys: keys.map(({ id, name, begins, scopes, lastUsedAt, expiresAt }) => ({
      id,
      name,
      notes: [
        `${begins}…`, scopes.map(scope => t(`accounts.api.scope.${scope}`)).join(', '),
        lastUsedAt === null ? t('accounts.api.own.unused') : t('accounts.api.own.used', { when: format.dateTime(lastUsedAt) }),
        ...expiresAt === null ? [] : [expiresAt <= ctx.clock.now() ? t('accounts.api.expired') : t('accounts.api.own.until', { day: lastDayOf(expiresAt) })]
      ].join(' · ')
    })),
    typed,
    scopes: mine.map(value => ({ value, label: t(`accounts.api.scope.${value}`), chosen: typed.scopes.includes(value) })),
    problems
  })
}
