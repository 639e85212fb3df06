import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Refusal } from '../platform/errors.js'
import { oneLine } from '../platform/mail/one-line.js'
import { requireRight } from '../plugins/areas.js'
import { acceptConsent, askForConsent, readConsentState } from './commands/consent-to-mailbox.js'
import { findMailbox } from './mailbox.queries.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const answer = Type.Object({ state: Type.String({ maxLength: 2000 }), code: Type.Optional(Type.String({ maxLength: 4000 })), error: Type.Optional(Type.String()), error_description: Type.Optional(Type.String()) })

/**
 * To Microsoft or Google and back, mounted at /admin. Both ways are links, since a form of ours may lead to no
 * other house. What comes back counts only with a state that this admin was sent away with.
 */
const mailboxConsentRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('mail'))

  app.get('/mailboxes/:id/consent', { schema: { params } }, async ({ ctx, params: { id } }, reply) => {
    const mailbox = await findMailbox(ctx.db.read, id)
    try {
      return await reply.redirect(askForConsent(ctx, mailbox), 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return reply.flash({ kind: 'bad', key: error.key, values: error.values }).redirect(`/admin/mailboxes/${id}`, 303)
    }
  })

  app.get('/mailbox-consents', { schema: { querystring: answer } }, async ({ ctx, query: { state, code, error, error_description: description } }, reply) => {
    const mailboxId = readConsentState(ctx, state)
    const back = `/admin/mailboxes/${mailboxId}`
    if (code === undefined) return reply.flash({ kind: 'bad', key: 'inbox.mailboxes.consent_denied', values: { said: oneLine(description ?? error ?? '', 300) } }).redirect(back, 303)
    try {
      await acceptConsent(ctx, { mailboxId, state, code })
      return await reply.flash({ kind: 'good', key: 'inbox.mailboxes.consent_done' }).redirect(back, 303)
    } catch (refusal) {
      if (!(refusal instanceof Refusal) || refusal.status === 404) throw refusal
      return reply.flash({ kind: 'bad', key: refusal.key, values: refusal.values }).redirect(back, 303)
    }
  })
}

export default mailboxConsentRoutes
