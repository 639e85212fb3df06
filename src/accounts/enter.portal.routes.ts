import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { beginSession, endSession } from '../plugins/begin-session.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { ownPath } from '../plugins/own-path.js'
import { InvalidFields } from '../platform/errors.js'
import { shortestPassword } from '../platform/security/passwords.js'
import { askForAccess } from './commands/ask-for-access.js'
import { choosePassword, findPasswordLink } from './commands/choose-password.js'
import { enterByCode, enterByLink } from './commands/enter.js'
import { signInPerson } from './commands/sign-in.js'
import { passwordSchema, text, tokenSchema } from './form-schema.js'
import { findOneTimeToken } from './one-time-tokens.js'

interface EnterView { email: string, number: string, next: string | null, open: Way, problems: Problems }
type Way = 'link' | 'code' | 'password'

declare module '../plugins/page.js' {
  interface Pages {
    'accounts/sign-in': EnterView
    'accounts/code': { email: string, problems: Problems }
    'accounts/open': { action: string }
  }
}

const enterSchema = { body: Type.Object({ way: text(20), email: text(), number: text(), password: text(100_000), next: Type.Optional(text()) }) }
const nextSchema = { querystring: Type.Object({ next: Type.Optional(text()), way: Type.Optional(text(20)) }) }
const codeSchema = { body: Type.Object({ email: text(), code: text(1000) }) }

const asked = 'asked'
const home = '/requests'

/** Ways in for requesters: a mailed link, a mailed code for one request, or a password. */
const enterRoutes: FastifyPluginAsyncTypebox = async app => {
  const cookie = { path: '/sign-in', httpOnly: true, sameSite: 'lax' as const, secure: app.platform.config.baseUrl.startsWith('https:'), maxAge: 15 * 60 }

  app.get('/sign-in', { schema: nextSchema }, async (request, reply) => {
    const next = request.query.next === undefined ? null : ownPath(request.query.next, home)
    if (request.requester !== null && request.requester.onlyTicketId === null) return reply.redirect(next ?? home, 303)
    return showEnter(request, reply, { email: request.requester?.email ?? '', number: '', next, open: wayOf(request.query.way ?? ''), problems: noProblems })
  })

  app.post('/sign-in', { schema: enterSchema }, async (request, reply) => {
    const { email, number, password } = request.body
    const [way, next] = [wayOf(request.body.way), ownPath(request.body.next, home)]
    return actOrShowAgain(reply, async () => {
      if (way === 'password') {
        await beginSession(request, { personId: await signInPerson(request.ctx, { email, password, from: request.ip }) })
        return reply.redirect(next, 303)
      }
      if (way === 'code' && number.trim() === '') throw new InvalidFields({ number: { key: 'accounts.enter.number.missing' } })
      await askForAccess(request.ctx, way === 'code' ? { kind: 'code', email, number } : { kind: 'sign_in', email }, request.ip)
      if (way === 'link') return reply.redirect('/sign-in/sent', 303)
      return reply.setCookie(asked, app.platform.signer.sign(asked, email.trim()), cookie).redirect('/sign-in/code', 303)
    }, async problems => showEnter(request, reply, { email, number, next: request.body.next === undefined ? null : next, open: way, problems }))
  })

  app.get('/sign-in/sent', async (request, reply) => reply.page('accounts/sent', { title: request.t('accounts.sent.title'), backPath: '/sign-in' }))

  app.get('/sign-in/code', async (request, reply) => {
    const email = app.platform.signer.verify(asked, request.cookies[asked] ?? '') ?? ''
    return reply.page('accounts/code', { title: request.t('accounts.code.title'), email, problems: noProblems })
  })

  app.post('/sign-in/code', { schema: codeSchema }, async (request, reply) => {
    const { email, code } = request.body
    return actOrShowAgain(reply, async () => {
      const { personId, ticket } = await enterByCode(request.ctx, { email, code, from: request.ip })
      await beginSession(request, { personId, onlyTicketId: ticket.id })
      return reply.clearCookie(asked, cookie).redirect(requestPath(ticket.number), 303)
    }, async problems => reply.page('accounts/code', { title: request.t('accounts.code.title'), email, problems }))
  })

  // A GET uses nothing up: programs that look at mail for dangers open every link in it.
  app.get('/sign-in/link/:token', { schema: tokenSchema }, async (request, reply) => {
    const { token } = request.params
    const link = await findOneTimeToken(request.ctx.db.read, 'sign_in', token, request.ctx.clock.now())
    if (link === null) return reply.code(404).page('accounts/link-over', { title: request.t('accounts.link.over.title'), againPath: '/sign-in' })
    return reply.page('accounts/open', { title: request.t('accounts.open.title'), action: `/sign-in/link/${token}` })
  })

  app.post('/sign-in/link/:token', { schema: tokenSchema }, async (request, reply) => {
    const { personId, ticket } = await enterByLink(request.ctx, request.params.token)
    await beginSession(request, { personId })
    return reply.redirect(ticket === null ? home : requestPath(ticket.number), 303)
  })

  app.get('/password/:token', { schema: tokenSchema }, async (request, reply) => {
    const { token } = request.params
    const link = await findPasswordLink(request.ctx.db.read, 'portal', token, request.ctx.clock.now())
    if (link === null) return reply.code(404).page('accounts/link-over', { title: request.t('accounts.link.over.title'), againPath: '/sign-in' })
    return showPassword(request, reply, token, noProblems)
  })

  app.post('/password/:token', { schema: { ...tokenSchema, ...passwordSchema } }, async (request, reply) => {
    const { token } = request.params
    return actOrShowAgain(reply, async () => {
      await choosePassword(request.ctx, 'portal', { token, password: request.body.password })
      return reply.flash({ kind: 'good', key: 'accounts.reset.done' }).redirect('/sign-in?way=password', 303)
    }, async problems => showPassword(request, reply, token, problems))
  })

  app.post('/sign-out', async (request, reply) => {
    await endSession(request, reply)
    return reply.flash({ kind: 'good', key: 'accounts.sign_out.done' }).redirect('/', 303)
  })

  app.post('/use-another-address', async (request, reply) => {
    await endSession(request, reply)
    return reply.redirect('/sign-in', 303)
  })
}

export default enterRoutes

const requestPath = (number: string): string => `/requests/${encodeURIComponent(number)}`

const wayOf = (typed: string): Way => typed === 'code' || typed === 'password' ? typed : 'link'

async function showEnter ({ t }: FastifyRequest, reply: FastifyReply, view: EnterView): Promise<FastifyReply> {
  return reply.page('accounts/sign-in', { title: t('accounts.enter.title'), ...view })
}

async function showPassword ({ t }: FastifyRequest, reply: FastifyReply, token: string, problems: Problems): Promise<FastifyReply> {
  return reply.page('accounts/new-password', { title: t('accounts.reset.title'), action: `/password/${token}`, isWelcome: false, shortest: shortestPassword, problems })
}
