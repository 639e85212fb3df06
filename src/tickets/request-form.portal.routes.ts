import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { checkAnswers } from '../forms/check-answers.js'
import type { Question } from '../forms/question.entity.js'
import { listQuestions } from '../forms/question.queries.js'
import { isEmailAddress } from '../platform/email-address.js'
import type { Message } from '../platform/errors.js'
import { hour } from '../platform/clock.js'
import { checkBrake, networkOf } from '../platform/security/brakes.js'
import type { Topic } from '../topics/topic.entity.js'
import { findPublicTopic, listPublicTopics } from '../topics/public-topic.queries.js'
import { listFormFiles } from './attachment.queries.js'
import { dropUpload, keepUploads } from './commands/keep-uploads.js'
import { openTicket } from './commands/open-ticket.js'
import { beginRequestForm, saveRequestForm } from './commands/save-request-form.js'
import { cleanText, longestText } from './commands/write-entry.js'
import { presentCheck, presentQuestions, type CheckLine, type FieldView } from './request-form.presenter.js'
import type { RequestForm } from './request-form.entity.js'
import { findRequestForm } from './request-form.queries.js'
import { findSentView, type SentView } from './sent.queries.js'
import { fileLimits } from './file-limits.js'
import { receiveForm } from './uploads.js'

interface Step { key: string, step: number, topic: string, backPath: string, problems: Array<{ href: string, text: string }> }

declare module '../plugins/page.js' {
  interface Pages {
    'portal/topic': { topics: Topic[], chosen: number | null, problems: Array<{ href: string, text: string }> }
    'portal/details': Step & { fields: FieldView[] }
    'portal/files': Step & { files: Array<{ id: number, name: string, size: string }>, wanted: Array<{ name: string, label: string, hint: string }>, hint: string }
    'portal/you': Step & { fields: FieldView[] }
    'portal/check': Step & { lines: { request: CheckLine[], you: CheckLine[] }, continues: string | null }
    'portal/sent': SentView
    'portal/form-expired': object
  }
}

const params = Type.Object({ key: Type.String({ minLength: 43, maxLength: 43, pattern: '^[\\w-]+$' }) })
const formBody = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 100 })]))
const topicSchema = { querystring: Type.Object({ topic: Type.Optional(Type.String({ maxLength: 12 })), continues: Type.Optional(Type.String({ maxLength: 40 })) }) }

/** The most forms that one network may send in an hour; a whole campus may share one. */
const networkLimit = { limit: 600, windowMs: hour }

/** The most forms in an hour that name one address, so that nobody is flooded with receipts. */
const addressLimit = { limit: 20, windowMs: hour }

type Typed = Record<string, string | string[]>
type FormRequest = FastifyRequest<{ Params: { key: string } }>
interface Open { key: string, form: RequestForm, topic: Topic, questions: Question[] }

/** Asking for help, one thing a page; what is typed is kept here between the pages. Mounted at /. */
const requestFormRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/ask', { schema: topicSchema }, async (request, reply) => showTopics(request, reply, Number(request.query.topic) || null))

  app.post('/ask', { schema: { body: formBody } }, async (request, reply) => {
    const { ctx, requester, body } = request
    const topic = await findPublicTopic(ctx.db.read, Number(text(body, 'topic')) || 0)
    if (topic === null) return showTopics(request, reply.code(422), null, [{ href: '#topic', text: request.t('portal.topic.missing') }])
    const key = await beginRequestForm(ctx, { topicId: topic.id, name: requester?.name ?? '', email: requester?.email ?? '' })
    return reply.redirect(`/ask/${key}/details`, 303)
  })

  app.get('/ask/:key/details', { schema: { params } }, async (request, reply) => withForm(request, reply, async open => showDetails(request, reply, open)))
  app.post('/ask/:key/details', { schema: { params, body: formBody } }, async (request, reply) => withForm(request, reply, async open => {
    const { problems, change } = readDetails(open, request.body)
    await saveRequestForm(request.ctx, open.form.keyDigest, change)
    if (problems.size > 0) return showDetails(request, reply.code(422), { ...open, form: { ...open.form, ...change } }, problems)
    return reply.redirect(`/ask/${open.key}/files`, 303)
  }))

  app.get('/ask/:key/files', { schema: { params } }, async (request, reply) => withForm(request, reply, async open => showFiles(request, reply, open)))
  app.post('/ask/:key/files', { schema: { params } }, async (request, reply) => withForm(request, reply, async open => takeFiles(request, reply, open)))

  app.get('/ask/:key/you', { schema: { params } }, async (request, reply) => withForm(request, reply, async open => showYou(request, reply, open)))
  app.post('/ask/:key/you', { schema: { params, body: formBody } }, async (request, reply) => withForm(request, reply, async open => {
    const change = { name: text(request.body, 'name').slice(0, 190), email: text(request.body, 'email').slice(0, 190), phone: text(request.body, 'phone').slice(0, 60) }
    await saveRequestForm(request.ctx, open.form.keyDigest, change)
    const problems = checkYou(change)
    if (problems.size > 0) return showYou(request, reply.code(422), { ...open, form: { ...open.form, ...change } }, problems)
    return reply.redirect(`/ask/${open.key}/check`, 303)
  }))

  app.get('/ask/:key/check', { schema: { params } }, async (request, reply) => withForm(request, reply, async open => {
    const unfinished = await firstUnfinishedPage(request, open)
    return unfinished === null ? showCheck(request, reply, open) : reply.redirect(`/ask/${open.key}/${unfinished}`, 303)
  }))

  app.post('/ask/:key/send', { schema: { params, body: Type.Optional(formBody) } }, async (request, reply) => withForm(request, reply, async open => {
    const unfinished = await firstUnfinishedPage(request, open)
    if (unfinished !== null) return reply.redirect(`/ask/${open.key}/${unfinished}`, 303)
    // Only a machine fills in a field that nobody sees. It is told that all went well.
    if (text(request.body ?? {}, 'website') !== '') return reply.redirect('/', 303)
    await send(request, open)
    return reply.redirect(`/ask/${open.key}/sent`, 303)
  }, { sentToo: true }))

  app.get('/ask/:key/sent', { schema: { params } }, async (request, reply) => withForm(request, reply, async ({ form }) => {
    if (form.ticketId === null) return reply.redirect(`/ask/${request.params.key}/check`, 303)
    return reply.page('portal/sent', await findSentView(request.ctx, form, request.t, request.format))
  }, { sentToo: true }))
}

export default requestFormRoutes

/** Runs a page of a form that is still there. One that was sent already shows what became of it. */
async function withForm (request: FormRequest, reply: FastifyReply, page: (open: Open) => Promise<FastifyReply>, { sentToo = false } = {}): Promise<FastifyReply> {
  const { ctx, params: { key } } = request
  const form = await findRequestForm(ctx.db.read, key, ctx.clock.now())
  const topic = form === null ? null : await findPublicTopic(ctx.db.read, form.topicId ?? 0)
  if (form === null || topic === null) return reply.code(410).page('portal/form-expired', { title: request.t('portal.expired.title') })
  if (form.ticketId !== null && !sentToo) return reply.redirect(`/ask/${key}/sent`, 303)
  return page({ key, form, topic, questions: await listQuestions(ctx.db.read, topic.id, { publicOnly: true }) })
}

async function send ({ ctx, ip, locale }: FormRequest, { form }: Open): Promise<void> {
  if (form.ticketId !== null) return
  await checkBrake(ctx.db, `send ${networkOf(ip)}`, networkLimit, ctx.clock.now())
  await checkBrake(ctx.db, `send to ${form.email.trim().toLowerCase()}`, addressLimit, ctx.clock.now())
  const ticket = await openTicket(ctx, {
    topicId: form.topicId ?? 0,
    subject: form.subject,
    text: form.text,
    answers: new Map(Object.entries(form.answers).map(([id, value]) => [Number(id), value])),
    requester: { name: form.name, email: form.email, phone: form.phone, locale },
    source: 'web',
    formKey: form.keyDigest,
    continuesTicketId: form.continuesTicketId
  })
  await saveRequestForm(ctx, form.keyDigest, { ticketId: ticket.id })
}

async function firstUnfinishedPage ({ ctx }: FormRequest, { form, questions }: Open): Promise<'details' | 'files' | 'you' | null> {
  if (form.ticketId !== null) return null
  const typed = new Map(Object.entries(form.answers).map(([id, value]) => [Number(id), value === true ? 'yes' : Array.isArray(value) ? value : String(value || '')] as const))
  if (cleanText(form.subject) === '' || cleanText(form.text) === '' || checkAnswers(questions, typed).problems.size > 0) return 'details'
  const files = await listFormFiles(ctx.db.read, form.keyDigest)
  if (missingFiles(questions, files).length > 0) return 'files'
  return checkYou(form).size > 0 ? 'you' : null
}

function readDetails ({ questions }: Open, body: Typed) {
  const problems = new Map<string, Message>()
  const subject = text(body, 'subject').replace(/\s+/g, ' ')
  const words = cleanText(text(body, 'text'))
  if (cleanText(subject) === '') problems.set('subject', { key: 'tickets.subject.empty' })
  else if (subject.length > 200) problems.set('subject', { key: 'refusal.too_long', values: { limit: 200, length: subject.length } })
  if (words === '') problems.set('text', { key: 'tickets.text.empty' })
  else if (words.length > longestText) problems.set('text', { key: 'refusal.too_long', values: { limit: longestText, length: words.length } })

  const checked = checkAnswers(questions, new Map(questions.map(({ id }) => [id, body[`q${id}`] ?? ''])))
  for (const [id, problem] of checked.problems) problems.set(`q${id}`, problem)
  return { problems, change: { subject: subject.slice(0, 255), text: words, answers: Object.fromEntries(checked.answers) } }
}

function checkYou ({ name, email, phone }: Pick<RequestForm, 'name' | 'email' | 'phone'>): Map<string, Message> {
  const problems = new Map<string, Message>()
  if (cleanText(name) === '') problems.set('name', { key: 'portal.you.no_name' })
  if (!isEmailAddress(email)) problems.set('email', { key: 'portal.you.bad_email' })
  if (phone !== '' && !/^\+?[\d\s()/.-]{4,30}$/.test(phone)) problems.set('phone', { key: 'portal.you.bad_phone' })
  return problems
}

async function takeFiles (request: FormRequest, reply: FastifyReply, open: Open): Promise<FastifyReply> {
  const { ctx, t, ip } = request
  if (!request.isMultipart()) return showFiles(request, reply.code(422), open, [t('portal.files.unreadable')])
  await checkBrake(ctx.db, `upload ${networkOf(ip)}`, { limit: 200, windowMs: hour }, ctx.clock.now())

  const { fields, uploads, refused } = await receiveForm(request, ctx.files)
  const tooMany = await keepUploads(ctx, open.form.keyDigest, uploads, field => open.questions.find(({ id, kind }) => kind === 'file' && field === `q${id}`)?.id ?? null)
  if (fields.remove) await dropUpload(ctx, open.form.keyDigest, Number(fields.remove))
  await saveRequestForm(ctx, open.form.keyDigest, {})

  const problems = [...refused, ...tooMany].map(({ key, values }) => t(key, values))
  if (problems.length > 0) return showFiles(request, reply.code(422), open, problems)
  if (fields.go === undefined) return reply.redirect(`/ask/${open.key}/files`, 303)

  const missing = missingFiles(open.questions, await listFormFiles(ctx.db.read, open.form.keyDigest))
  if (missing.length > 0) return showFiles(request, reply.code(422), open, missing.map(({ label }) => t('forms.missing.file', { label })))
  return reply.redirect(`/ask/${open.key}/you`, 303)
}

function missingFiles (questions: readonly Question[], files: ReadonlyArray<{ questionId: number | null }>): Question[] {
  return questions.filter(({ id, kind, isRequired }) => kind === 'file' && isRequired && !files.some(({ questionId }) => questionId === id))
}

async function showTopics (request: FastifyRequest, reply: FastifyReply, chosen: number | null, problems: Step['problems'] = []): Promise<FastifyReply> {
  return reply.page('portal/topic', { title: request.t('portal.topic.title'), topics: await listPublicTopics(request.ctx.db.read), chosen, problems })
}

const stepOf = ({ key, topic }: Open, step: number, back: string, problems: Step['problems'] = []): Step => ({ key, step, topic: topic.name, backPath: back === '' ? `/ask?topic=${topic.id}` : `/ask/${key}/${back}`, problems })

async function showDetails (request: FastifyRequest, reply: FastifyReply, open: Open, problems: ReadonlyMap<string, Message> = new Map()): Promise<FastifyReply> {
  const { t } = request
  const { form, questions } = open
  const error = (name: string) => { const problem = problems.get(name); return problem && t(problem.key, problem.values) }
  const ofQuestions = new Map([...problems].filter(([name]) => /^q\d+$/.test(name)).map(([name, problem]) => [Number(name.slice(1)), problem]))
  return reply.page('portal/details', {
    title: t('portal.details.title'),
    ...stepOf(open, 2, '', [...problems].map(([name, { key, values }]) => ({ href: `#${name}`, text: t(key, values) }))),
    fields: [
      { name: 'subject', id: 'subject', label: t('portal.details.subject'), hint: t('portal.details.subject_hint'), optional: false, type: 'text', value: form.subject, error: error('subject'), maxlength: 200 },
      { name: 'text', id: 'text', label: t('portal.details.text'), hint: t('portal.details.text_hint'), optional: false, type: 'textarea', rows: 6, value: form.text, error: error('text') },
      ...presentQuestions(questions, form.answers, ofQuestions, t)
    ]
  })
}

async function showFiles (request: FastifyRequest, reply: FastifyReply, open: Open, problems: string[] = []): Promise<FastifyReply> {
  const { t, format, ctx } = request
  const files = await listFormFiles(ctx.db.read, open.form.keyDigest)
  return reply.page('portal/files', {
    title: t('portal.files.title'),
    ...stepOf(open, 3, 'details', problems.map(words => ({ href: '#files', text: words }))),
    files: files.map(({ id, name, size }) => ({ id, name, size: t('portal.files.kept', { size: format.fileSize(size) }) })),
    wanted: open.questions.filter(({ kind }) => kind === 'file').map(({ id, label, hint }) => ({ name: `q${id}`, label, hint })),
    hint: t('portal.files.hint', { files: fileLimits.files, size: fileLimits.bytes / 1_000_000 })
  })
}

async function showYou (request: FastifyRequest, reply: FastifyReply, open: Open, problems: ReadonlyMap<string, Message> = new Map()): Promise<FastifyReply> {
  const { t } = request
  const field = (name: 'name' | 'email' | 'phone', more: Partial<FieldView> & { type: string, label: string }): FieldView => {
    const problem = problems.get(name)
    return { name, id: name, optional: name === 'phone', value: open.form[name], error: problem && t(problem.key, problem.values), ...more }
  }
  return reply.page('portal/you', {
    title: t('portal.you.title'),
    ...stepOf(open, 4, 'files', [...problems].map(([name, { key, values }]) => ({ href: `#${name}`, text: t(key, values) }))),
    fields: [
      field('name', { type: 'text', label: t('portal.you.name'), autocomplete: 'name', maxlength: 190 }),
      field('email', { type: 'email', label: t('portal.you.email'), hint: t('portal.you.email_hint'), autocomplete: 'email', maxlength: 190 }),
      field('phone', { type: 'tel', label: t('portal.you.phone'), autocomplete: 'tel', width: 'mid', maxlength: 60 })
    ]
  })
}

async function showCheck (request: FastifyRequest, reply: FastifyReply, open: Open): Promise<FastifyReply> {
  const { t, format, ctx } = request
  const files = await listFormFiles(ctx.db.read, open.form.keyDigest)
  return reply.page('portal/check', { title: t('portal.check.title'), ...stepOf(open, 5, 'you'), lines: presentCheck(open.form, open.topic.name, open.questions, files, t, format), continues: null })
}

const text = (body: Typed, name: string): string => String([body[name] ?? ''].flat()[0] ?? '').trim()
