import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Security } from '../notifications/sending-security.js'
import { isTicked, typedId, typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { removeMailbox, switchMailbox } from './commands/arrange-mailboxes.js'
import { consentReturnUrl } from './commands/consent-to-mailbox.js'
import { saveMailbox, type MailboxForm } from './commands/save-mailbox.js'
import { testMailbox } from './commands/test-mailbox.js'
import type { AfterFetch, Authentication } from './mailbox-choices.js'
import type { Mailbox } from './mailbox.entity.js'
import { presentMailboxForm, presentMailboxes } from './mailbox.presenter.js'
import { findMailbox, listMailboxes, listMailboxTargets } from './mailbox.queries.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
type Body = Record<string, string | string[]>

const blank: MailboxForm = {
  name: '', address: '', senderName: '', authentication: 'password', host: '', port: 993, security: 'tls', userName: '', password: '', clientId: '', clientSecret: '', clientSecretExpiresOn: '', authority: '',
  folder: 'INBOX', afterFetch: 'keep', moveTo: '', departmentId: null, topicId: null, priority: null, takesOld: false
}

/** The addresses whose mail is fetched, mounted at /admin. */
const mailboxRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('mail'))

  app.get('/mailboxes', async ({ ctx, t, format }, reply) => reply.page('admin/list', presentMailboxes(await listMailboxes(ctx.db.read), ctx.clock.now(), t, format)))
  app.get('/mailboxes/new', async (request, reply) => showForm(request, reply, null, blank, 0))
  app.get('/mailboxes/:id', { schema: { params } }, async (request, reply) => showSaved(request, reply, request.params.id))
  app.post('/mailboxes', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/mailboxes/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/mailboxes/:id/tests', { schema: { params, body } }, async ({ ctx, params: { id } }, reply) => {
    const { isGood, words } = await testMailbox(ctx, await findMailbox(ctx.db.read, id))
    return reply.flash({ kind: isGood ? 'good' : 'bad', ...words }).redirect(`/admin/mailboxes/${id}`, 303)
  })
  app.post('/mailboxes/:id/switches', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const mailbox = await findMailbox(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await switchMailbox(ctx, { id, version: typedNumber(request.body, 'version'), isActive: !mailbox.isActive })
      return reply.flash({ kind: 'good', key: 'inbox.mailboxes.saved' }).redirect('/admin/mailboxes', 303)
    }, async problems => showSaved(request, reply, id, problems))
  })

  app.post('/mailboxes/:id/removal', { schema: { params, body } }, async ({ params: { id } }, reply) => reply.redirect(`/admin/mailboxes/${id}/removal`, 303))
  app.get('/mailboxes/:id/removal', { schema: { params } }, async (request, reply) => showRemoval(request, reply, request.params.id))
  app.post('/mailboxes/:id/removals', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    return actOrShowAgain(reply, async () => {
      await removeMailbox(ctx, { id, version: typedNumber(request.body, 'version') })
      return reply.flash({ kind: 'good', key: 'inbox.mailboxes.removed' }).redirect('/admin/mailboxes', 303)
    }, async problems => showRemoval(request, reply, id, problems))
  })
}

export default mailboxRoutes

function read (typed: Body): MailboxForm {
  const text = (name: string) => typedText(typed, name)
  return {
    name: text('name'), address: text('address'), senderName: text('senderName'), authentication: text('authentication') as Authentication, host: text('host'), port: typedNumber(typed, 'port'),
    security: text('security') as Security, userName: text('userName'), password: text('password'), clientId: text('clientId'), clientSecret: text('clientSecret'), clientSecretExpiresOn: text('clientSecretExpiresOn'),
    authority: text('authority'), folder: text('folder'), afterFetch: text('afterFetch') as AfterFetch, moveTo: text('moveTo'), departmentId: typedId(typed, 'departmentId'), topicId: typedId(typed, 'topicId'),
    priority: typedId(typed, 'priority'), takesOld: isTicked(typed, 'takesOld')
  }
}

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form = read(typed)
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    const mailbox = await saveMailbox(request.ctx, id, form, version)
    const asksConsent = mailbox.authentication !== 'password' && mailbox.secret === null
    return reply.flash({ kind: asksConsent ? 'warn' : 'good', key: asksConsent ? 'inbox.mailboxes.saved_consent' : 'inbox.mailboxes.saved' }).redirect(`/admin/mailboxes/${mailbox.id}`, 303)
  }, async problems => showForm(request, reply, id === null ? null : await findMailbox(request.ctx.db.read, id), form, version, problems))
}

async function showSaved (request: FastifyRequest, reply: FastifyReply, id: number, problems?: Problems): Promise<FastifyReply> {
  const mailbox = await findMailbox(request.ctx.db.read, id)
  return showForm(request, reply, mailbox, { ...mailbox, password: '', clientSecret: '', clientSecretExpiresOn: mailbox.clientSecretExpiresOn ?? '', takesOld: false }, mailbox.version, problems)
}

async function showForm ({ ctx, t, format }: FastifyRequest, reply: FastifyReply, mailbox: Mailbox | null, form: MailboxForm, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const targets = await listMailboxTargets(ctx.db.read)
  return reply.page('admin/form', presentMailboxForm({ mailbox, form, version, ...targets, problems, returnUrl: consentReturnUrl(ctx), now: ctx.clock.now() }, t, format))
}

async function showRemoval ({ ctx, t }: FastifyRequest, reply: FastifyReply, id: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { name, version } = await findMailbox(ctx.db.read, id)
  return reply.page('admin/form', {
    title: t('inbox.mailboxes.remove_title', { name }),
    lead: t('inbox.mailboxes.remove_lead'),
    back: { href: `/admin/mailboxes/${id}`, label: name },
    action: `/admin/mailboxes/${id}/removals`,
    version,
    problems: problems.list,
    effects: [t('inbox.mailboxes.remove_tickets'), t('inbox.mailboxes.remove_server')],
    save: t('inbox.mailboxes.remove_yes'),
    acts: [],
    sections: []
  })
}
