import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requireRight } from '../plugins/areas.js'
import { strangerPolicy } from '../plugins/security-headers.js'
import { NotFound } from '../platform/errors.js'
import { retryMail } from './commands/retry-mail.js'
import { mailPolicy } from './mail.policy.js'
import { mailsPath, presentFilter, presentMail, presentMailLine, withoutLinks, type FilterView, type MailLine, type MailPageView } from './mail.presenter.js'
import { countMails, findMail, listMails, mailStates, type MailFilter } from './mail.queries.js'
import { isTemplateName } from './templates.js'

declare module '../plugins/page.js' {
  interface Pages {
    'admin/mails/index': { mails: MailLine[], filter: FilterView, hasServer: boolean, failed: number, newer: string | null, older: string | null }
    'admin/mails/show': { mail: MailPageView }
  }
}

const word = Type.Optional(Type.String({ maxLength: 200 }))
const listSchema = { querystring: Type.Object({ state: word, template: word, ticket: word, address: word, before: Type.Optional(Type.Integer({ minimum: 1 })) }) }
const showSchema = { params: Type.Object({ id: Type.Integer({ minimum: 1 }) }) }

const pageSize = 50
const cap = 1000

/** Every mail that left and what became of it, mounted at /admin. */
const mailLogAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('mail'))

  app.get('/mails', { schema: listSchema }, async ({ query, ctx, t, format }, reply) => {
    const filter: MailFilter = {
      state: mailStates.find(state => state === query.state),
      template: query.template !== undefined && isTemplateName(query.template) ? query.template : undefined,
      ticketNumber: query.ticket?.trim() || undefined,
      address: query.address?.trim() || undefined,
      before: query.before
    }
    const { mails, hasMore } = await listMails(ctx.db.read, filter, pageSize)
    const counts = await countMails(ctx.db.read, cap)

    return reply.page('admin/mails/index', {
      title: t('mails.log.title'),
      mails: mails.map(mail => presentMailLine(mail, t)),
      filter: presentFilter(filter, counts, cap, t, format),
      hasServer: ctx.config.smtpUrl !== null,
      failed: counts.failed,
      newer: filter.before === undefined ? null : mailsPath({ ...filter, before: undefined }),
      older: hasMore ? mailsPath({ ...filter, before: mails.at(-1)?.id }) : null
    })
  })

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
