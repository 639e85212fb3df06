import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Question } from '../forms/question.entity.js'
import { hour } from '../platform/clock.js'
import { TooMany } from '../platform/errors.js'
import { checkBrake, networkOf } from '../platform/security/brakes.js'
import { listFormFiles } from './attachment.queries.js'
import { dropUpload, keepUploads } from './commands/keep-uploads.js'
import { saveRequestForm } from './commands/save-request-form.js'
import { fileLimits } from '../platform/storage/file-limits.js'
import { formSchema, pathOn, stepOf, withForm, type FormRequest, type OpenForm, type Step } from './request-form-page.portal.routes.js'
import { presentFileFields, type FileFieldView } from './request-form.presenter.js'
import { receiveForm } from '../plugins/receive-form.js'
import type { RefusedUpload } from '../platform/storage/upload.js'

declare module '../plugins/page.js' {
  interface Pages { 'portal/files': Step & { pickers: FileFieldView[] } }
}

/** The most times that one network may send files in an hour. */
const uploadLimit = { limit: 200, windowMs: hour }

/** Pictures and files, one after the other; those that the topic asks for by name. */
const requestFilesRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/ask/:key/files', { schema: formSchema }, async (request, reply) => withForm(request, reply, async open => showFiles(request, reply, open)))
  app.post('/ask/:key/files', { schema: formSchema }, async (request, reply) => withForm(request, reply, async open => takeFiles(request, reply, open)))
}

export default requestFilesRoutes

/** The questions for a file that have none yet and need one. */
export function missingFiles (questions: readonly Question[], files: ReadonlyArray<{ questionId: number | null }>): Question[] {
  return questions.filter(({ id, kind, isRequired }) => kind === 'file' && isRequired && !files.some(({ questionId }) => questionId === id))
}

async function takeFiles (request: FormRequest, reply: FastifyReply, open: OpenForm): Promise<FastifyReply> {
  const { ctx, ip } = request
  const { form: { keyDigest }, questions } = open
  if (!request.isMultipart()) return showFiles(request, reply.code(422), open, [{ field: 'files', key: 'portal.files.unreadable' }])
  try {
    await checkBrake(ctx.db, `upload ${networkOf(ip)}`, uploadLimit, ctx.clock.now())
  } catch (error) {
    if (!(error instanceof TooMany)) throw error
    return showFiles(request, reply.code(429).header('retry-after', String(error.retryAfterSeconds)), open, [{ field: 'files', key: error.key, values: error.values }])
  }

  const { fields, uploads, refused } = await receiveForm(request, ctx.files)
  const tooMany = await keepUploads(ctx, keyDigest, uploads, field => questions.find(({ id, kind }) => kind === 'file' && field === `q${id}`)?.id ?? null)
  if (fields.remove !== undefined) await dropUpload(ctx, keyDigest, Number(fields.remove) || 0)
  await saveRequestForm(ctx, keyDigest, {})

  const problems = [...refused, ...tooMany]
  if (problems.length > 0) return showFiles(request, reply.code(422), open, problems)
  if (fields.go === undefined) return reply.redirect(`/ask/${open.key}/files${request.query.to === undefined ? '' : '?to=check'}`, 303)

  const missing = missingFiles(questions, await listFormFiles(ctx.db.read, keyDigest))
  if (missing.length > 0) return showFiles(request, reply.code(422), open, missing.map(({ id, label }) => ({ field: `q${id}`, key: 'forms.missing.file', values: { label } })))
  return reply.redirect(pathOn(request, 'you'), 303)
}

async function showFiles (request: FormRequest, reply: FastifyReply, open: OpenForm, problems: RefusedUpload[] = []): Promise<FastifyReply> {
  const { t, format, ctx } = request
  const pickers = presentFileFields(open.questions, await listFormFiles(ctx.db.read, open.form.keyDigest), problems, fileLimits, t, format)
  return reply.page('portal/files', {
    title: t('portal.files.title'),
    ...stepOf(request, open, 3, 'details', pickers.flatMap(({ name, errors }) => errors.map(text => ({ href: `#${name}`, text })))),
    pickers
  })
}
