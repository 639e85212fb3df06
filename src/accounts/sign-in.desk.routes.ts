import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { beginSession, endSession } from '../plugins/begin-session.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { ownPath } from '../plugins/own-path.js'
import { shortestPassword } from '../platform/security/passwords.js'
import { askForAccess } from './commands/ask-for-access.js'
import { choosePassword, findPasswordLink } from './commands/choose-password.js'
import { signInAgent } from './commands/sign-in.js'
import { passwordSchema, text, tokenSchema } from './form-schema.js'

declare module '../plugins/page.js' {
  interface Pages {
    'accounts/desk-sign-in': { email: string, next: string | null, problems: Problems }
    'accounts/forgotten': { email: string, action: string, backPath: string, problems: Problems }
    'accounts/sent': { backPath: string }
    'accounts/new-password': { action: string, isWelcome: boolean, shortest: number, problems: Problems }
    'accounts/link-over': { againPath: string }
  }
}

const signInSchema = { body: Type.Object({ email: text(), password: text(100_000), next: Type.Optional(text()) }) }
const nextSchema = { querystring: Type.Object({ next: Type.Optional(text()) }) }
const forgottenSchema = { body: Type.Object({ email: text() }) }
const open = { open: true } as const

/** Signing in, signing out and the forgotten password of agents. */
const signInRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/sign-in', { schema: nextSchema, config: open }, async (request, reply) => {
    const next = request.query.next === undefined ? null : ownPath(request.query.next, '/desk')
    if (request.agent !== null) return reply.redirect(next ?? '/desk', 303)
    return reply.page('accounts/desk-sign-in', { title: request.t('accounts.sign_in.desk.title'), email: '', next, problems: noProblems })
  })

  app.post('/sign-in', { schema: signInSchema, config: open }, async (request, reply) => {
    const { email, password } = request.body
    const next = ownPath(request.body.next, '/desk')
    return actOrShowAgain(reply, async () => {
      await beginSession(request, { agentId: await signInAgent(request.ctx, { email, password, from: request.ip }) })
      return reply.redirect(next, 303)
    }, async problems => reply.page('accounts/desk-sign-in', { title: request.t('accounts.sign_in.desk.title'), email, next, problems }))
  })

  app.post('/sign-out', { config: open }, async (request, reply) => {
    await endSession(request, reply)
    return reply.flash({ kind: 'good', key: 'accounts.sign_out.done' }).redirect('/desk/sign-in', 303)
  })

  app.get('/forgotten', { config: open }, async (request, reply) =>
    reply.page('accounts/forgotten', { title: request.t('accounts.forgotten.title'), email: '', action: '/desk/forgotten', backPath: '/desk/sign-in', problems: noProblems }))

  app.post('/forgotten', { schema: forgottenSchema, config: open }, async (request, reply) => {
    const { email } = request.body
    return actOrShowAgain(reply, async () => {
      await askForAccess(request.ctx, { kind: 'reset_agent', email }, request.ip)
      return reply.redirect('/desk/sent', 303)
    }, async problems => reply.page('accounts/forgotten', { title: request.t('accounts.forgotten.title'), email, action: '/desk/forgotten', backPath: '/desk/sign-in', problems }))
  })

  app.get('/sent', { config: open }, async (request, reply) => reply.page('accounts/sent', { title: request.t('accounts.sent.title'), backPath: '/desk/sign-in' }))

  app.get('/password/:token', { schema: tokenSchema, config: open }, async (request, reply) => {
    const { token } = request.params
    const link = await findPasswordLink(request.ctx.db.read, 'desk', token, request.ctx.clock.now())
    if (link === null) return reply.code(404).page('accounts/link-over', { title: request.t('accounts.link.over.title'), againPath: '/desk/forgotten' })
    const isWelcome = link.purpose === 'invite_agent'
    return reply.page('accounts/new-password', { title: request.t(isWelcome ? 'accounts.welcome.title' : 'accounts.reset.title'), action: `/desk/password/${token}`, isWelcome, shortest: shortestPassword, problems: noProblems })
  })

  app.post('/password/:token', { schema: { ...tokenSchema, ...passwordSchema }, config: open }, async (request, reply) => {
    const { token } = request.params
    return actOrShowAgain(reply, async () => {
      await choosePassword(request.ctx, 'desk', { token, password: request.body.password })
      return reply.flash({ kind: 'good', key: 'accounts.reset.done' }).redirect('/desk/sign-in', 303)
    }, async problems => reply.page('accounts/new-password', { title: request.t('accounts.reset.title'), action: `/desk/password/${token}`, isWelcome: false, shortest: shortestPassword, problems }))
  })
}

export default signInRoutes
