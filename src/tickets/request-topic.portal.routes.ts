import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { hour } from '../platform/clock.js'
import { checkBrake, networkOf } from '../platform/security/brakes.js'
import { findPublicTopic, listPublicTopics } from '../topics/public-topic.queries.js'
import type { Topic } from '../topics/topic.entity.js'
import { beginRequestForm, saveRequestForm } from './commands/save-request-form.js'
import { formSchema, typedBody, typedText, withForm, type FormRequest, type Problem, type Typed } from './request-form-page.portal.routes.js'

declare module '../plugins/page.js' {
  interface Pages {
    'portal/topic': { action: string, backPath: string, topics: Topic[], chosen: number | null, problems: Problem[] }
  }
}

const startSchema = { querystring: Type.Object({ topic: Type.Optional(Type.String({ maxLength: 12 })) }) }

/** The most forms that one network may begin in an hour; a whole campus may share one. */
const beginLimit = { limit: 1200, windowMs: hour }

/** What it is about: where a form begins, and where its topic is changed with everything else kept. */
const requestTopicRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/ask', { schema: startSchema }, async (request, reply) => showTopics(request, reply, { chosen: Number(request.query.topic) || null }))

  app.post('/ask', { schema: { body: typedBody } }, async (request, reply) => {
    const { ctx, requester, body, ip } = request
    const topic = await chosenTopic(request, body)
    if (topic === null) return showTopics(request, reply.code(422), { problem: request.t('portal.topic.missing') })
    await checkBrake(ctx.db, `begin ${networkOf(ip)}`, beginLimit, ctx.clock.now())
    const key = await beginRequestForm(ctx, { topicId: topic.id, name: requester?.name ?? '', email: requester?.email ?? '' })
    return reply.redirect(`/ask/${key}/details`, 303)
  })

  app.get('/ask/:key/topic', { schema: formSchema }, async (request, reply) => withForm(request, reply, async ({ form, topic }) => {
    const isGone = topic === null || !topic.isActive || !topic.isPublic
    return showTopics(request, reply, { of: request, chosen: form.topicId, problem: isGone ? request.t('portal.topic.gone') : '' })
  }))

  app.post('/ask/:key/topic', { schema: { ...formSchema, body: typedBody } }, async (request, reply) => withForm(request, reply, async ({ form, key }) => {
    const topic = await chosenTopic(request, request.body)
    if (topic === null) return showTopics(request, reply.code(422), { of: request, problem: request.t('portal.topic.missing') })
    await saveRequestForm(request.ctx, form.keyDigest, { topicId: topic.id })
    // Another topic asks other questions, so their page comes next whatever the person came from.
    return reply.redirect(`/ask/${key}/details${request.query.to === undefined ? '' : '?to=check'}`, 303)
  }))
}

export default requestTopicRoutes

async function chosenTopic ({ ctx }: FastifyRequest, body: Typed): Promise<Topic | null> {
  return findPublicTopic(ctx.db.read, Number(typedText(body, 'topic')) || 0)
}

async function showTopics (request: FastifyRequest, reply: FastifyReply, { of, chosen = null, problem = '' }: { of?: FormRequest, chosen?: number | null, problem?: string }): Promise<FastifyReply> {
  const fromCheck = of?.query.to !== undefined
  return reply.page('portal/topic', {
    title: request.t('portal.topic.title'),
    action: of === undefined ? '/ask' : `/ask/${of.params.key}/topic${fromCheck ? '?to=check' : ''}`,
    backPath: of !== undefined && fromCheck ? `/ask/${of.params.key}/check` : '/',
    topics: await listPublicTopics(request.ctx.db.read),
    chosen,
    problems: problem === '' ? [] : [{ href: '#topic', text: problem }]
  })
}
