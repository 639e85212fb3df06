import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { findOneTimeToken } from '../accounts/one-time-tokens.js'
import { languageOptions, zoneOptions, type Option } from '../accounts/me.presenter.js'
import { text } from '../accounts/form-schema.js'
import { beginSession } from '../plugins/begin-session.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { NotFound } from '../platform/errors.js'
import { shortestPassword } from '../platform/security/passwords.js'
import { setUpOrganisation, type SetUp } from './commands/set-up-organisation.js'
import { isSetUp } from './setup-token.js'

declare module '../plugins/page.js' {
  interface Pages {
    'setup/show': { token: string, typed: Omit<SetUp, 'password'>, timeZones: Option[], languages: Option[], shortest: number, problems: Problems }
    'setup/closed': object
  }
}

const showSchema = { querystring: Type.Object({ token: text(1_000_000) }) }
const setUpSchema = {
  body: Type.Object({ token: text(1_000_000), organisation: text(), timeZone: text(100), locale: text(20), mailAddress: text(), name: text(), email: text(), password: text(100_000) })
}

/**
 * The first page of a new desk. Until there is an agent, every other page leads here; from then on this
 * one does not exist.
 */
export default fp(async app => {
  let isOpen = false

  /** Asked of the database until the answer is yes, and never again. */
  async function isDeskOpen (): Promise<boolean> {
    isOpen ||= await isSetUp(app.platform.db.read)
    return isOpen
  }

  app.addHook('onRequest', async (request, reply) => {
    if (isOpen || request.area === 'open' || /^\/setup(\?|$)/.test(request.url)) return
    if (!await isDeskOpen()) return reply.redirect('/setup', 303)
  })

  app.get<{ Querystring: { token: string } }>('/setup', { schema: showSchema }, async (request, reply) => {
    if (await isDeskOpen()) throw new NotFound()
    const { token } = request.query
    if (await findOneTimeToken(request.ctx.db.read, 'setup', token, request.ctx.clock.now()) === null) return reply.code(404).page('setup/closed', { title: request.t('setup.closed.title') })
    const { locale } = request
    return show(request, reply, token, { organisation: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, locale, mailAddress: '', name: '', email: '' }, noProblems)
  })

  app.post<{ Body: SetUp & { token: string } }>('/setup', { schema: setUpSchema }, async (request, reply) => {
    if (await isDeskOpen()) throw new NotFound()
    const { token, ...input } = request.body
    return actOrShowAgain(reply, async () => {
      await beginSession(request, { agentId: await setUpOrganisation(request.ctx, token, input) })
      return reply.flash({ kind: 'good', key: 'setup.done' }).redirect('/desk', 303)
    }, async problems => show(request, reply, token, input, problems))
  })
}, { name: 'setup', dependencies: ['page', 'current-actor'] })

async function show ({ t }: FastifyRequest, reply: FastifyReply, token: string, typed: Omit<SetUp, 'password'>, problems: Problems): Promise<FastifyReply> {
  return reply.page('setup/show', {
    title: t('setup.title'), token, typed, timeZones: zoneOptions(typed.timeZone), languages: languageOptions(typed.locale), shortest: shortestPassword, problems
  })
}
