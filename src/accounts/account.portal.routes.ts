import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import type { RequesterActor } from '../platform/actor.js'
import { NotFound } from '../platform/errors.js'
import { digestOf } from '../platform/security/signer.js'
import { shortestPassword } from '../platform/security/passwords.js'
import { askForAccess } from './commands/ask-for-access.js'
import { changeOwnPassword } from './commands/choose-password.js'
import { editOwnAccount } from './commands/edit-own-profile.js'
import { signOutEverywhere } from './commands/end-sessions.js'
import { text, version } from './form-schema.js'
import { languageOptions, type Option } from './me.presenter.js'
import { findPerson } from './person.queries.js'

interface AccountView { version: number, name: string, email: string, phone: string, languages: Option[], hasPassword: boolean }

declare module '../plugins/page.js' {
  interface Pages { 'accounts/account': { account: AccountView, shortest: number, problems: Problems } }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Pages for requesters whose address is proven; a link that opens one request is not enough. */
    ownAccount?: boolean
  }
}

const accountSchema = { body: Type.Object({ version: version(), name: text(), phone: text(), locale: text(20) }) }
const passwordSchema = { body: Type.Object({ current: text(100_000), password: text(100_000) }) }
const own = { config: { ownAccount: true } }

/** What requesters see and change of themselves. */
const accountRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('preValidation', async (request, reply) => {
    if (request.routeOptions.config.ownAccount !== true) return
    if (request.requester === null || request.requester.onlyTicketId !== null) return reply.redirect('/sign-in?next=%2Faccount', 303)
  })

  app.get('/account', own, async (request, reply) => showAccount(request, reply))

  app.post('/account', { ...own, schema: accountSchema }, async (request, reply) => {
    const { body } = request
    return actOrShowAgain(reply, async () => {
      await editOwnAccount(request.ctx, { version: body.version, name: body.name, phone: body.phone, locale: body.locale || null })
      return reply.flash({ kind: 'good', key: 'accounts.account.saved' }).redirect('/account', 303)
    }, async problems => showAccount(request, reply, problems, account => ({
      ...account, name: body.name, phone: body.phone, languages: account.languages.map(option => ({ ...option, chosen: option.value === body.locale }))
    })))
  })

  app.post('/account/password', { ...own, schema: passwordSchema }, async (request, reply) => actOrShowAgain(reply, async () => {
    await changeOwnPassword(request.ctx, { ...request.body, sessionDigest: digestOf(request.session.sessionId) })
    return reply.flash({ kind: 'good', key: 'accounts.password.changed' }).redirect('/account', 303)
  }, async problems => showAccount(request, reply, problems)))

  app.post('/account/password-link', own, async (request, reply) => actOrShowAgain(reply, async () => {
    await askForAccess(request.ctx, { kind: 'reset_person', email: requesterOf(request).email }, request.ip)
    return reply.flash({ kind: 'good', key: 'accounts.account.password.mailed' }).redirect('/account', 303)
  }, async problems => showAccount(request, reply, problems)))

  app.post('/account/everywhere', own, async (request, reply) => {
    await signOutEverywhere(request.ctx)
    return reply.flash({ kind: 'good', key: 'accounts.account.everywhere.done' }).redirect('/', 303)
  })
}

export default accountRoutes

function requesterOf ({ requester }: FastifyRequest): RequesterActor {
  if (requester === null) throw new NotFound()
  return requester
}

async function showAccount (request: FastifyRequest, reply: FastifyReply, problems: Problems = noProblems, typed = (account: AccountView) => account): Promise<FastifyReply> {
  const { ctx, t } = request
  const { version, name, email, phone, locale, passwordHash } = await findPerson(ctx.db.read, requesterOf(request).id)
  const languages = [{ value: '', label: t('accounts.locale.browser'), chosen: locale === null }, ...languageOptions(locale)]
  const account = typed({ version, name, email, phone: phone ?? '', languages, hasPassword: passwordHash !== null })
  return reply.page('accounts/account', { title: t('accounts.account.title'), account, shortest: shortestPassword, problems })
}
