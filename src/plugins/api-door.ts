import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal, TooMany } from '../platform/errors.js'
import { translator } from '../platform/i18n/translate.js'
import { noFaultOfOurs } from './no-fault-of-ours.js'

type Wrong = 'unknown' | 'out_of_use' | 'out_of_scope'
type LetIn = (program: { shownKey: string, address: string, scope: string }) => Promise<Wrong | null>

declare module 'fastify' {
  interface FastifyInstance { letProgramIn: LetIn }
  interface FastifyContextConfig {
    /** What a program's key must be made for. */
    scope?: string
  }
}

/** What a program is told that is not let in, in words that clients of other desks know. */
export class ApiRefusal extends Error {
  constructor (readonly status: number, message: string) { super(message) }
}

const longestBody = 45_000_000
const refusals: Record<Wrong, string> = { unknown: 'Valid API key required', out_of_use: 'API key not found/active or source IP not authorized', out_of_scope: 'API key not authorized' }

/** Knows how programs are let in; rooms make their doors with {@link asApi}. */
export default fp(async (app, { letIn }: { letIn: LetIn }) => { app.decorate('letProgramIn', letIn) }, { name: 'api-door', dependencies: ['platform'] })

/** Answers a program in plain text. */
export function answerPlainly (reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('text/plain; charset=utf-8').send(text)
}

/** What every door for programs has: the key asked for before the body is read, a body of any type, and answers in plain text. */
export function asApi (app: FastifyInstance, parseAs: 'string' | 'buffer'): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs, bodyLimit: longestBody }, (_request, body, done) => { done(null, body) })
  app.addHook('onRequest', async ({ headers, ip, routeOptions: { config: { scope } } }) => {
    const wrong = scope === undefined ? null : await app.letProgramIn({ shownKey: String(headers['x-api-key'] ?? '').trim(), address: ip, scope })
    if (wrong !== null) throw new ApiRefusal(401, refusals[wrong])
  })
  app.setErrorHandler(async (error, request, reply) => answerError(error, request, reply))
}

async function answerError (thrown: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { log, id } = request
  const error = noFaultOfOurs(thrown, request, reply)
  const t = translator('en')
  if (error instanceof ApiRefusal) return answerPlainly(reply, error.status, error.message)
  if (error instanceof TooMany) reply.header('retry-after', String(error.retryAfterSeconds))
  if (error instanceof Refusal) return answerPlainly(reply, error.status, t(error.key, error.values))

  const status = (error as { statusCode?: number }).statusCode ?? 500
  if (status < 500) return answerPlainly(reply, status, t(status === 413 ? 'refusal.too_large' : 'refusal.bad_request'))
  log.error({ err: error }, 'an API request failed')
  return answerPlainly(reply, 500, `${t('refusal.fault')} ${id}`)
}
