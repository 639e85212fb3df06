import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { isWithin } from '../accounts/api-network.js'
import { findShownKey } from '../accounts/api-key.queries.js'
import type { ApiScope } from '../accounts/api-scopes.js'
import { noteKeyUse } from '../accounts/commands/save-api-key.js'
import { system } from '../platform/actor.js'
import { minute } from '../platform/clock.js'
import { withActor, type Context } from '../platform/context.js'
import { InvalidFields, Refusal, TooMany } from '../platform/errors.js'
import { checkBrake, networkOf } from '../platform/security/brakes.js'
import { translator } from '../platform/i18n/translate.js'
import { answerPlainly, ApiRefusal, shownKey } from '../plugins/api-key.js'
import { MalformedBody, readAskedJson, readAskedXml, type AskedByProgram } from './asked-by-program.js'
import { openAskedTicket } from './commands/open-asked-ticket.js'

declare module 'fastify' {
  interface FastifyContextConfig { scope?: ApiScope }
}

const longestBody = 45_000_000
const origins = ['', 'api', 'web', 'phone', 'email', 'other']
const wrongKeys = { limit: 60, windowMs: 10 * minute }

/**
 * The ticket API that programs written for other desks speak: they change the address and nothing else.
 * A body is read by the path's ending, whatever its content type says; answers are plain text, the ticket's
 * number alone when all is well.
 */
const ticketApiRoutes: FastifyPluginAsync = async app => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: longestBody }, (_request, body, done) => { done(null, body) })
  app.addHook('onRequest', requireKey)
  app.setErrorHandler(async (error, request, reply) => answerError(error, request, reply))
  app.setNotFoundHandler(async (_request, reply) => answerPlainly(reply, 400, 'URL not supported'))

  for (const folder of ['', '/http.php']) {
    app.post(`${folder}/tickets.json`, { config: { scope: 'tickets.create' } }, async (request, reply) => open(request, reply, readAskedJson(bodyOf(request))))
    app.post(`${folder}/tickets.xml`, { config: { scope: 'tickets.create' } }, async (request, reply) => open(request, reply, readAskedXml(bodyOf(request))))
    // Nothing here waits for somebody to call: timers run by themselves.
    app.post(`${folder}/tasks/cron`, { config: { scope: 'cron' } }, async (_request, reply) => answerPlainly(reply, 200, 'Completed'))
  }
}

export default ticketApiRoutes

async function open (request: FastifyRequest, reply: FastifyReply, asked: AskedByProgram): Promise<FastifyReply> {
  if (!origins.includes(asked.origin.toLowerCase())) throw new ApiRefusal(500, 'Invalid ticket origin given')
  const { number } = await openAskedTicket(programCtx(request), asked)
  return answerPlainly(reply, 201, number)
}

const bodyOf = ({ body }: FastifyRequest): string => typeof body === 'string' ? body : ''

const programCtx = ({ server }: FastifyRequest): Context => withActor(server.platform, system)

/** Lets a program in that shows a key which is in use, not expired, taken from its address and made for this. */
async function requireKey (request: FastifyRequest): Promise<void> {
  const { platform } = request.server
  const { scope } = request.routeOptions.config
  if (scope === undefined) return

  const key = await findShownKey(platform.db.read, shownKey(request))
  if (key === null || (key.network !== null && !isWithin(key.network, request.ip))) {
    await checkBrake(platform.db, `api ${networkOf(request.ip)}`, wrongKeys, platform.clock.now())
    throw new ApiRefusal(401, 'Valid API key required')
  }
  if (!key.isActive || (key.expiresAt !== null && key.expiresAt <= platform.clock.now())) throw new ApiRefusal(401, 'API key not found/active or source IP not authorized')
  if (!key.scopes.includes(scope)) throw new ApiRefusal(401, 'API key not authorized')
  await noteKeyUse(platform, key)
}

/** The field ids by which programs of this API know what is missing. */
const missing: Record<string, string> = {
  email: 'Unable to create new ticket :user\nIncomplete client information',
  subject: 'Unable to create new ticket :20\nIssue Summary is a required field',
  text: 'Unable to create new ticket :21\nIssue Details is a required field'
}

async function answerError (error: unknown, { log, id }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const t = translator('en')
  if (error instanceof ApiRefusal) return answerPlainly(reply, error.status, error.message)
  if (error instanceof MalformedBody) return answerPlainly(reply, 400, error.message)
  if (error instanceof TooMany) return answerPlainly(reply.header('retry-after', String(error.retryAfterSeconds)), 429, t(error.key, error.values))
  if (error instanceof InvalidFields) {
    const [[field, problem] = ['', null]] = Object.entries(error.fields)
    return answerPlainly(reply, 500, isMissing(problem?.key) ? missing[field]! : `Unable to create new ticket :${field}\n${problem === null ? '' : t(problem.key, problem.values)}`)
  }
  if (error instanceof Refusal) return answerPlainly(reply, error.status, t(error.key, error.values))

  const status = (error as { statusCode?: number }).statusCode ?? 500
  if (status < 500) return answerPlainly(reply, status, status === 413 ? t('refusal.too_large') : t('refusal.bad_request'))
  log.error({ err: error }, 'an API request failed')
  return answerPlainly(reply, 500, `${t('refusal.fault')} ${id}`)
}

const isMissing = (key?: string): boolean => ['accounts.email.wrong', 'tickets.subject.empty', 'tickets.text.empty'].includes(key ?? '')
