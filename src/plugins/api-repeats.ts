import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { claimRequest, keepAnswer, notingCommit, releaseRequest, type Claim, type Claimed } from '../platform/idempotency/idempotency.js'
import { seal, unseal } from '../platform/security/sealer.js'
import { digestOf } from '../platform/security/signer.js'
import { Problem } from './problems.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while a request is answered that may be sent again. */
    claim: Claim | null
  }
  interface FastifyContextConfig {
    /** The answer holds a secret, which nobody is shown again who has not asked for it. */
    answersSecret?: boolean
  }
}

const sealPurpose = 'kept answer'
/** What a program is told that asks while the first request is under way; it may have to, some times, when the database went away before that could be told to be over. */
const comeAgainSeconds = 10
const keptHeaders = ['content-type', 'location', 'etag']

/** Lets each POST that carries an `Idempotency-Key` be sent again: it is done once and answered alike for a day. */
export function keepRepeatable (app: FastifyInstance): void {
  app.decorateRequest('claim', null)

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    if (request.method !== 'POST' || key === undefined || request.program === undefined) return
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) throw new Problem('idempotency-key-malformed')

    const { clock, db } = app.platform
    const claimed = await claimRequest(db, { keyDigest: digestOf(`idempotency ${request.program.keyId} ${key}`), requestDigest: digestOfRequest(request) }, clock.now())
    if (claimed.is === 'mine') {
      request.claim = claimed.claim
      request.ctx = { ...request.ctx, db: notingCommit(db, claimed.claim, clock.now) }
      return
    }
    return answerAgain(request, reply, claimed)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const { claim, routeOptions: { config: { answersSecret = false } } } = request
    if (answersSecret) reply.header('cache-control', 'no-store')
    if (claim === null) return payload
    const { db, signer } = app.platform
    const kept = (text: string): string => answersSecret ? seal(signer, sealPurpose, text) : text
    if (reply.statusCode >= 500 || (typeof payload !== 'string' && payload !== null && payload !== undefined)) await releaseRequest(db, claim)
    else await keepAnswer(db, claim, { status: reply.statusCode, headers: Object.fromEntries(keptHeaders.flatMap(name => reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])), body: kept(typeof payload === 'string' ? payload : '') })
    return payload
  })
}

function answerAgain ({ routeOptions: { config }, server: { platform: { signer } } }: FastifyRequest, reply: FastifyReply, claimed: Exclude<Claimed, { is: 'mine' }>): FastifyReply {
  switch (claimed.is) {
    case 'answered': {
      const { status, headers, body } = claimed.answer
      const text = config.answersSecret === true ? unseal(signer, sealPurpose, body) : body
      if (text === null) throw new Problem('idempotency-answer-lost')
      return reply.code(status).headers({ ...headers, 'idempotency-replayed': 'true' }).serializer((body: unknown) => String(body)).send(text)
    }
    case 'in_progress':
      reply.header('retry-after', String(comeAgainSeconds))
      throw new Problem('idempotency-in-progress')
    case 'answer_lost': throw new Problem('idempotency-answer-lost')
    case 'other_request': throw new Problem('idempotency-key-reused')
  }
}

/** A body that streams is known by its length alone: the same name for another file is told by its size. */
function digestOfRequest ({ method, url, body, headers }: FastifyRequest): string {
  const isStream = typeof (body as { pipe?: unknown } | null)?.pipe === 'function'
  return digestOf([method, url, headers['if-match'] ?? '', isStream ? `stream ${headers['content-length'] ?? ''}` : JSON.stringify(body ?? null)].join('\n'))
}
