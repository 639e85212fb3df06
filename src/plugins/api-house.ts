import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { AgentActor } from '../platform/actor.js'
import { second } from '../platform/clock.js'
import { withActor } from '../platform/context.js'
import { NotFound } from '../platform/errors.js'
import { repeatedName } from '../platform/http/repeated-name.js'
import { RequestRates } from '../platform/security/request-rates.js'
import { spareKnown } from './api-known.js'
import { keepRepeatable } from './api-repeats.js'
import { KnownMethods } from './known-methods.js'
import { answerError, Problem, type ProblemKind } from './problems.js'

/** A program that acts for an agent, with the agent's rights as far as its key goes. */
export interface ActingProgram { keyId: number, keyName: string, expiresAt: Date | null, scopes: readonly string[], actor: AgentActor }

type Trouble = 'unknown' | 'elsewhere' | 'out_of_use' | 'expired' | 'acts_for_nobody'
type LetActingIn = (shown: { shownKey: string, address: string }) => Promise<ActingProgram | Trouble>

declare module 'fastify' {
  interface FastifyInstance { letActingIn: LetActingIn }
  interface FastifyRequest {
    program: ActingProgram
    /** When the key was last looked at. */
    letInAt: Date
  }
  interface FastifyContextConfig {
    /** What the API's document calls the operation. */
    operation?: string
  }
}

const kinds: Record<Trouble, ProblemKind> = {
  unknown: 'key-unknown', elsewhere: 'address-not-allowed', out_of_use: 'key-out-of-use', expired: 'key-expired', acts_for_nobody: 'key-acts-for-nobody'
}
const longestBody = 1024 * 1024

/** Knows how programs are let in that act for agents; {@link asApiHouse} makes them a house. */
export default fp(async (app, { letIn }: { letIn: LetActingIn }) => {
  app.decorate('letActingIn', letIn)
  app.decorateRequest('program')
  app.decorateRequest('letInAt')
}, { name: 'api-house', dependencies: ['platform', 'current-actor', 'locale'] })

/**
 * What every address below /api/v1 has: a key that is asked for before the body is read, a rate, JSON alone, answers that
 * are problems when they are not what was asked for, and requests that can be sent again.
 */
export function asApiHouse (app: FastifyInstance): void {
  const rates = new RequestRates(app.platform.config.apiRequestsAMinute)
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: longestBody }, (request, body, done) => {
    if (body.length === 0) done(null, undefined)
    else if (!isUtf8(body as Buffer) || !readsCharset(request)) done(new Problem('wrong-encoding'))
    else {
      const text = body.toString()
      void parse(request, text, (error, value) => {
        const name = error === null ? repeatedName(text) : null
        done(name === null ? error : new Problem('malformed-body', { name }, 'api.field.twice'), value)
      })
    }
  })
  const methods = new KnownMethods()
  app.addHook('onRoute', ({ url, method }) => { methods.add(url, method) })

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.open === true) return
    const program = await letIn(app, request)
    countRequest(reply, rates, program.keyId, app.platform.clock.now())
    admit(request, program)
    if (!/^(?:identity)?$/i.test(request.headers['content-encoding'] ?? '')) throw new Problem('wrong-encoding')
  })
  app.addHook('preHandler', async request => { if (request.program !== undefined) await stillLetIn(request) })
  spareKnown(app)
  keepRepeatable(app)
  app.setErrorHandler(async (error, request, reply) => answerError(error, request, reply))
  app.setNotFoundHandler(async (request, reply) => {
    const allowed = methods.at(request.url.replace(/\?.*$/, ''))
    if (allowed.length === 0) return answerError(new NotFound(), request, reply)
    reply.header('allow', allowed.join(', '))
    return request.method === 'OPTIONS' ? reply.code(204).send() : answerError(new Problem('method-not-allowed', { methods: allowed.join(', ') }), request, reply)
  })
}

/** Lets a program do what the address is for. @throws Problem when the key has no scope for it. */
function admit (request: FastifyRequest, program: ActingProgram): void {
  const { server: { platform }, routeOptions: { config: { scope } } } = request
  if (scope !== undefined && !program.scopes.includes(scope)) throw new Problem('scope-missing', { scope })
  request.program = program
  request.agent = program.actor
  request.ctx = withActor(request.ctx, program.actor)
  request.letInAt = platform.clock.now()
}

/** Looks at the key once more when its request has taken its time to come in: it may have been taken out of use meanwhile. @throws Problem */
export async function stillLetIn (request: FastifyRequest): Promise<void> {
  const { server } = request
  if (server.platform.clock.now().getTime() - request.letInAt.getTime() >= second) admit(request, await letIn(server, request))
}

/** JSON is UTF-8, whatever else somebody calls it (RFC 8259 section 8.1). */
const readsCharset = ({ headers }: FastifyRequest): boolean => ['utf-8', 'utf8', 'us-ascii'].includes(/; *charset="?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase() ?? 'utf-8')

async function letIn (app: FastifyInstance, { headers, ip }: FastifyRequest): Promise<ActingProgram> {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  const shownKey = bearer ?? String(headers['x-api-key'] ?? '').trim()
  if (shownKey === '') throw new Problem('key-missing')
  const found = await app.letActingIn({ shownKey, address: ip })
  if (typeof found === 'string') throw new Problem(kinds[found])
  return found
}

/** Names as in draft-ietf-httpapi-ratelimit-headers. @throws Problem when there were too many. */
function countRequest (reply: FastifyReply, rates: RequestRates, keyId: number, now: Date): void {
  const { limit, windowSeconds, left, resetSeconds, isOver } = rates.take(keyId, now)
  reply.header('ratelimit-policy', `"minute";q=${limit};w=${windowSeconds}`)
  reply.header('ratelimit', `"minute";r=${left};t=${resetSeconds}`)
  if (!isOver) return
  reply.header('retry-after', String(resetSeconds))
  throw new Problem('too-many-requests', { limit, seconds: resetSeconds })
}
