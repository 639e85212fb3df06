import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requireRight } from '../plugins/areas.js'
import { strangerPolicy } from '../plugins/security-headers.js'
import { NotFound } from '../platform/errors.js'
import { retryMail } from './commands/retry-mail.js'
import { mailPolicy } from './mail.policy.js'
import { presentMail, withoutLinks, type MailPageView } from './mail.presenter.js'
import { findMail } from './mail.queries.js'

declare module '../plugins/page.js' {
  interface Pages { 'admin/mails/show': { mail: MailPageView } }
}

const word = Type.Optional(Type.String({ maxLength: 200 }))
const listSchema = { querystring: Type.Object({ state: word, ticket: word, address: word }) }
const showSchema = { params: Type.Object({ id: Type.Integer({ minimum: 1 }) }) }

/** Mails that left, each on a page of its own, mounted at /admin. The list of them is the ledger, with those that came. */
const mailLogAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('mail'))

  // Where the list of outgoing mails was.
  app.get('/mails', { schema: listSchema }, async ({ query }, reply) => reply.redirect(ledgerPath(query), 301))

  app.get('/mails/:id', { schema: showSchema }, async ({ params, ctx, t }, reply) => {
    const { mail, ticketNumber } = await findMail(ctx.db.read, params.id)
    return reply.page('admin/mails/show', { title: mail.subject, mail: presentMail(mail, ticketNumber, ctx.actor, t) })
  })

  // Shown in a frame of the page above, as what it is: something that a stranger may have had a hand in.
  app.get('/mails/:id/body', { schema: showSchema }, async ({ params, ctx }, reply) => {
    const { mail } = await findMail(ctx.db.read, params.id)
    if (!mailPolicy.readBody(ctx.actor, mail)) throw new NotFound()
    return reply.type('text/html; charset=utf-8').headers({ 'content-security-policy': strangerPolicy, 'x-frame-options': 'SAMEORIGIN' }).send(withoutLinks(mail, mail.html))
  })

  app.post('/mails/:id/retries', { schema: showSchema }, async ({ params, ctx }, reply) => {
    await retryMail(ctx, params.id)
    return reply.flash({ kind: 'good', key: 'mails.show.retried' }).redirect(`/admin/mails/${params.id}`, 303)
  })
}

export default mailLogAdminRoutes

/** The ledger under the filter that the older list was asked for. */
function ledgerPath ({ state, ticket, address }: { state?: string, ticket?: string, address?: string }): string {
  const groups: Record<string, string> = { queued: 'waiting', failed: 'undelivered', held: 'undelivered' }
  const group = state !== undefined && Object.hasOwn(groups, state) ? groups[state]! : null
  const search = address?.trim() || (ticket?.trim() ? `#${ticket.trim().replace(/^#/, '')}` : '')
  const query = new URLSearchParams({ direction: 'out', ...(group !== null && { group }), ...(search !== '' && { q: search }) })
  return `/admin/ledger?${query.toString()}`
}
