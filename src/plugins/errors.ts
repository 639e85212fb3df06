import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Refusal, TooMany } from '../platform/errors.js'
import { preferredLocale, translator } from '../platform/i18n/translate.js'
import { noFaultOfOurs } from './no-fault-of-ours.js'

declare module './page.js' {
  interface Pages { 'errors/show': { status: number, message: string, reference: string | null } }
}

/** Turns whatever went wrong into a page that says what happened and what to do. */
export default fp(async app => {
  app.setErrorHandler(async (thrown, request, reply) => {
    const error = noFaultOfOurs(thrown, request, reply) as FastifyError | Refusal
    if (error instanceof Refusal) return answer(request, reply, error.status, error)
    const status = error.statusCode ?? 500
    if (status >= 500) {
      request.log.error({ err: error }, 'a request failed')
      return answer(request, reply, 500, new Refusal('refusal.fault'), request.id)
    }
    return answer(request, reply, status, new Refusal(status === 413 ? 'refusal.too_large' : status === 404 ? 'refusal.not_found' : 'refusal.bad_request'))
  })

  app.setNotFoundHandler(async (request, reply) => answer(request, reply, 404, new Refusal('refusal.not_found')))
}, { name: 'errors', dependencies: ['page'] })

async function answer (request: FastifyRequest, reply: FastifyReply, status: number, refusal: Refusal, reference: string | null = null): Promise<FastifyReply> {
  if (refusal instanceof TooMany) reply.header('retry-after', String(refusal.retryAfterSeconds))
  const isPage = request.area !== 'open' && request.area !== 'api' && await hasWords(request, reply)
  const locale = isPage || request.t !== undefined ? request.locale : preferredLocale(request.headers['accept-language']) ?? 'en'
  const message = translator(locale)(refusal.key, refusal.values)
  reply.code(status)
  if (!isPage) return reply.type('text/plain; charset=utf-8').send(message)
  return reply.page('errors/show', { status, message, reference }, { isAlone: true })
}

/** What fails early leaves a request without a language; without the organisation's settings no page can be drawn at all. */
async function hasWords (request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  if (request.t === undefined) await request.server.chooseWords(request, reply).catch(() => {})
  return request.t !== undefined
}
