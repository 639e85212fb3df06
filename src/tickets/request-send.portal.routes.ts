import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { AnswerValue } from '../forms/answer.entity.js'
import { checkAnswers } from '../forms/check-answers.js'
import { hour, second } from '../platform/clock.js'
import { TooMany } from '../platform/errors.js'
import { checkBrakes, networkOf, type BrakeLimit } from '../platform/security/brakes.js'
import { listFormFiles } from './attachment.queries.js'
import { openTicket } from './commands/open-ticket.js'
import { askAfterAll } from './commands/solve-by-article.js'
import { checkWords } from './request-details.portal.routes.js'
import { missingFiles } from './request-files.portal.routes.js'
import { formSchema, showExpired, stepOf, typedBody, typedText, withForm, type FormRequest, type OpenForm, type Problem, type Step } from './request-form-page.portal.routes.js'
import { findContinuedNumber, findRequestForm } from './request-form.queries.js'
import { presentCheck, type CheckLine } from './request-form.presenter.js'
import { checkYou } from './request-you.portal.routes.js'
import { findSentView, type SentView } from './sent.queries.js'

declare module '../plugins/page.js' {
  interface Pages {
    'portal/check': Step & { lines: { request: CheckLine[], you: CheckLine[] }, isTrapped: boolean }
    'portal/sent': SentView
  }
}

/** The most forms that one network may send in an hour; a whole campus may share one. */
const networkLimit = { limit: 600, windowMs: hour }

/** The most forms in an hour that name one address, so that nobody is flooded with receipts. */
const addressLimit = { limit: 20, windowMs: hour }

/** Nobody reads five pages in this time. Forms that were filled in faster have a brake of their own. */
const hasty = { within: 5 * second, limit: { limit: 300, windowMs: hour } }

/** The last page, sending, and what is shown ever after. */
const requestSendRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/ask/:key/check', { schema: formSchema }, async (request, reply) => withForm(request, reply, async open => {
    const unfinished = await firstUnfinishedPage(request, open)
    return unfinished === null ? showCheck(request, reply, open) : reply.redirect(`/ask/${open.key}/${unfinished}`, 303)
  }))

  app.get('/ask/:key/send', { schema: formSchema }, async (request, reply) => reply.redirect(`/ask/${encodeURIComponent(request.params.key)}/check`, 303))

  app.post('/ask/:key/send', { schema: { ...formSchema, body: typedBody } }, async (request, reply) => withForm(request, reply, async open => {
    const unfinished = await firstUnfinishedPage(request, open)
    if (unfinished !== null) return reply.redirect(`/ask/${open.key}/${unfinished}`, 303)
    // Machines fill in a field that nobody sees. A person whose browser did so sees it now.
    if (typedText(request.body, 'website') !== '') return showCheck(request, reply.code(422), open, { href: '#website', text: request.t('portal.check.trapped') })
    return sendOnce(request, reply, open)
  }))

  app.get('/ask/:key/sent', { schema: formSchema }, async (request, reply) => {
    const { ctx, params: { key }, t, format } = request
    const view = await findSentView(ctx.db.read, key, t, format)
    if (view !== null) return reply.page('portal/sent', view)
    return await findRequestForm(ctx.db.read, key, ctx.clock.now()) === null ? showExpired(request, reply) : reply.redirect(`/ask/${key}/check`, 303)
  })
}

export default requestSendRoutes

async function sendOnce (request: FormRequest, reply: FastifyReply, open: OpenForm): Promise<FastifyReply> {
  const { ctx, locale } = request
  const { form, questions } = open
  try {
    await brakeSending(request, open)
  } catch (error) {
    if (!(error instanceof TooMany)) throw error
    return showCheck(request, reply.code(429).header('retry-after', String(error.retryAfterSeconds)), open, { href: '#send', text: request.t(error.key, error.values) })
  }

  if (form.solvedById !== null) await askAfterAll(ctx, form.keyDigest)
  await openTicket(ctx, {
    topicId: form.topicId ?? 0,
    subject: form.subject,
    text: form.text,
    answers: checkAnswers(questions, typedAnswers(form.answers)).answers,
    requester: { name: form.name, email: form.email, phone: form.phone, locale },
    source: 'web',
    formKey: form.keyDigest,
    continuesTicketId: form.continuesTicketId
  })
  return reply.redirect(`/ask/${open.key}/sent`, 303)
}

async function brakeSending ({ ctx: { db, clock }, ip }: FormRequest, { form }: OpenForm): Promise<void> {
  const now = clock.now()
  const network = networkOf(ip)
  const isHasty = now.getTime() - form.createdAt.getTime() < hasty.within
  await checkBrakes(db, new Map<string, BrakeLimit>([
    ...isHasty ? [[`send hastily ${network}`, hasty.limit] as const] : [],
    [`send ${network}`, networkLimit],
    [`send to ${form.email.toLowerCase()}`, addressLimit]
  ]), now)
}

async function firstUnfinishedPage ({ ctx: { db: { read } } }: FormRequest, { form, topic, questions }: OpenForm): Promise<'topic' | 'details' | 'files' | 'you' | null> {
  if (topic === null || !topic.isActive || !topic.isPublic) return 'topic'
  if (checkWords(form).size > 0 || checkAnswers(questions, typedAnswers(form.answers)).problems.size > 0) return 'details'
  if (missingFiles(questions, await listFormFiles(read, form.keyDigest)).length > 0) return 'files'
  return checkYou(form).size > 0 ? 'you' : null
}

/** Kept answers as if they were typed again: the questions may have changed since. */
function typedAnswers (answers: Readonly<Record<number, AnswerValue>>): Map<number, string | string[]> {
  return new Map(Object.entries(answers).map(([id, value]) => [Number(id), value === true ? 'yes' : Array.isArray(value) ? value : value || '']))
}

async function showCheck (request: FormRequest, reply: FastifyReply, open: OpenForm, problem: Problem | null = null): Promise<FastifyReply> {
  const { t, format, ctx: { db: { read } } } = request
  const { form, topic, questions } = open
  const [files, continued] = await Promise.all([listFormFiles(read, form.keyDigest), findContinuedNumber(read, form)])
  return reply.page('portal/check', {
    title: t('portal.check.title'),
    ...stepOf(request, open, 5, 'you', problem === null ? [] : [problem]),
    lines: presentCheck(form, { topicName: topic?.name ?? '', continued }, questions, files, t, format),
    isTrapped: problem?.href === '#website'
  })
}
