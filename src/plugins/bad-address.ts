import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { preferredLocale, translator } from '../platform/i18n/translate.js'
import { problemOf } from './problems.js'
import { pagePolicy } from './security-headers.js'

/** Answers an address that cannot be read at all (a broken percent sign, a piece that is too long): no route and no hook ever sees it. */
export function answerBadAddress (_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const t = translator(preferredLocale(request.headers['accept-language']) ?? 'en')
  if (request.url.startsWith('/api/v1/')) {
    void reply.code(404).header('x-content-type-options', 'nosniff').type('application/problem+json').serializer((body: unknown) => JSON.stringify(body)).send(problemOf('not-found', t('api.problem.not-found.detail'), { t, id: request.id }))
    return
  }
  void reply.code(404).headers({ 'content-security-policy': pagePolicy, 'x-content-type-options': 'nosniff' })
    .type('text/plain; charset=utf-8').send(t('refusal.not_found'))
}
