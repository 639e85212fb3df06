import { randomUUID } from 'node:crypto'
import { Type, type FastifyPluginAsyncTypebox, type Static } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isEmailAddress } from '../platform/email-address.js'
import { InvalidFields, type Message } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { listOpenableTopics } from './choices.queries.js'
import { openTicket } from './commands/open-ticket.js'
import type { Priority } from './ticket.entity.js'

const newBody = Type.Object({
  formKey: Type.String({ maxLength: 60, default: '' }),
  topicId: Type.String({ default: '', maxLength: 12 }),
  name: Type.String({ default: '', maxLength: 1000 }),
  email: Type.String({ default: '', maxLength: 1000 }),
  phone: Type.String({ default: '', maxLength: 60 }),
  subject: Type.String({ default: '', maxLength: 2000 }),
  text: Type.String({ default: '' }),
  source: Type.Union([Type.Literal('phone'), Type.Literal('desk')], { default: 'phone' }),
  priority: Type.Integer({ minimum: 0, maximum: 4, default: 0 })
})
type NewBody = Static<typeof newBody>

declare module '../plugins/page.js' {
  interface Pages {
    'tickets/new': { typed: NewBody, topics: Array<{ id: number, name: string, departmentName: string }>, errors: Record<string, string>, problems: Array<{ href: string, text: string }> }
  }
}

const blank: NewBody = { formKey: '', topicId: '', name: '', email: '', phone: '', subject: '', text: '', source: 'phone', priority: 0 }

/** A ticket for somebody who called, mounted at /desk/tickets. */
const newTicketDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/new', async (request, reply) => showForm(request, reply, { ...blank, formKey: randomUUID() }))

  app.post('/', { schema: { body: newBody } }, async (request, reply) => {
    const { body } = request
    try {
      const ticket = await openTicket(request.ctx, read(body))
      return await reply.flash({ kind: 'good', key: 'tickets.new.opened', values: { number: ticket.number } }).redirect(`/desk/tickets/${ticket.id}`, 303)
    } catch (error) {
      if (!(error instanceof InvalidFields)) throw error
      return showForm(request, reply.code(422), body, error.fields)
    }
  })
}

export default newTicketDeskRoutes

function read ({ formKey, topicId, name, email, phone, subject, text, source, priority }: NewBody) {
  const problems: Record<string, Message> = {}
  if (name.trim() === '' || name.length > 190) problems.name = { key: 'tickets.new.no_name' }
  if (!isEmailAddress(email)) problems.email = { key: 'tickets.new.bad_email' }
  if (!/^[1-9]\d*$/.test(topicId)) problems.topic = { key: 'tickets.topic.unknown' }
  if (subject.trim() === '') problems.subject = { key: 'tickets.subject.empty' }
  if (text.trim() === '') problems.text = { key: 'tickets.text.empty' }
  if (Object.keys(problems).length > 0) throw new InvalidFields(problems)

  return { formKey: formKey || null, filesKey: null, topicId: Number(topicId), requester: { name, email, phone }, subject, text, source, priority: priority === 0 ? null : priority as Priority }
}

async function showForm (request: FastifyRequest, reply: FastifyReply, typed: NewBody, fields: Record<string, Message> = {}): Promise<FastifyReply> {
  const { t } = request
  const errors = Object.fromEntries(Object.entries(fields).map(([field, { key, values }]) => [field, t(key, values)]))
  return reply.page('tickets/new', {
    title: t('tickets.new.title'),
    typed,
    topics: await listOpenableTopics(request.ctx.db.read, agentOf(request)),
    errors,
    problems: Object.entries(errors).map(([field, text]) => ({ href: `#new-${field}`, text }))
  })
}
