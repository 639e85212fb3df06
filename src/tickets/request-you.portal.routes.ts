import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { isEmailAddress } from '../platform/email-address.js'
import type { Message } from '../platform/errors.js'
import { saveRequestForm } from './commands/save-request-form.js'
import { cleanText } from './commands/write-entry.js'
import type { RequestForm } from './request-form.entity.js'
import { formSchema, listProblems, pathOn, stepOf, typedBody, typedText, withForm, type FormRequest, type OpenForm, type Step } from './request-form-page.portal.routes.js'
import { presentYou, type FieldView } from './request-form.presenter.js'

declare module '../plugins/page.js' {
  interface Pages { 'portal/you': Step & { fields: FieldView[] } }
}

type You = Pick<RequestForm, 'name' | 'email' | 'phone'>

/** Who asks, and where the answer goes. */
const requestYouRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/ask/:key/you', { schema: formSchema }, async (request, reply) => withForm(request, reply, async open => showYou(request, reply, open)))

  app.post('/ask/:key/you', { schema: { ...formSchema, body: typedBody } }, async (request, reply) => withForm(request, reply, async open => {
    const { body } = request
    const change: You = { name: line(body, 'name', 190), email: line(body, 'email', 190), phone: line(body, 'phone', 60) }
    await saveRequestForm(request.ctx, open.form.keyDigest, change)
    const problems = checkYou(change)
    if (problems.size > 0) return showYou(request, reply.code(422), { ...open, form: { ...open.form, ...change } }, problems)
    return reply.redirect(pathOn(request, 'check'), 303)
  }))
}

export default requestYouRoutes

export function checkYou ({ name, email, phone }: You): Map<string, Message> {
  const problems = new Map<string, Message>()
  if (name === '') problems.set('name', { key: 'portal.you.no_name' })
  if (!isEmailAddress(email)) problems.set('email', { key: 'portal.you.bad_email' })
  if (phone !== '' && !/^\+?[\d\s()/.-]{4,30}$/.test(phone)) problems.set('phone', { key: 'portal.you.bad_phone' })
  return problems
}

const line = (body: Parameters<typeof typedText>[0], name: string, limit: number): string => cleanText(typedText(body, name)).replace(/\s+/g, ' ').slice(0, limit)

async function showYou (request: FormRequest, reply: FastifyReply, open: OpenForm, problems: ReadonlyMap<string, Message> = new Map()): Promise<FastifyReply> {
  const { t } = request
  return reply.page('portal/you', {
    title: t('portal.you.title'),
    ...stepOf(request, open, 4, 'files', listProblems(problems, t)),
    fields: presentYou(open.form, problems, t)
  })
}
