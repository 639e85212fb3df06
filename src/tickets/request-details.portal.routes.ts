import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { checkAnswers } from '../forms/check-answers.js'
import type { Message } from '../platform/errors.js'
import { saveRequestForm, type FormChange } from './commands/save-request-form.js'
import { cleanText, longestText } from './commands/write-entry.js'
import { suggestionsFor } from './request-answers.portal.routes.js'
import {
  formSchema, listProblems, pathOn, stepOf, typedBody, typedText, withForm, type FormRequest, type OpenForm, type Step, type Typed
} from './request-form-page.portal.routes.js'
import { presentDetails, type FieldView } from './request-form.presenter.js'

declare module '../plugins/page.js' {
  interface Pages { 'portal/details': Step & { fields: FieldView[] } }
}

const longestSubject = 200

/** What happens, in words, and what the topic asks besides. */
const requestDetailsRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/ask/:key/details', { schema: formSchema }, async (request, reply) => withForm(request, reply, async open => showDetails(request, reply, open)))

  app.post('/ask/:key/details', { schema: { ...formSchema, body: typedBody } }, async (request, reply) => withForm(request, reply, async open => {
    const { problems, change } = readDetails(open, request.body)
    await saveRequestForm(request.ctx, open.form.keyDigest, change)
    const kept = { ...open, form: { ...open.form, ...change } }
    if (problems.size > 0) return showDetails(request, reply.code(422), kept, problems)
    const hasAnswers = request.query.to === undefined && (await suggestionsFor(request, kept)).length > 0
    return reply.redirect(pathOn(request, hasAnswers ? 'answers' : 'files'), 303)
  }))
}

export default requestDetailsRoutes

/** What is wrong with the words that a form holds. */
export function checkWords ({ subject, text }: { subject: string, text: string }): Map<string, Message> {
  const problems = new Map<string, Message>()
  const [line, words] = [cleanText(subject), cleanText(text)]
  if (line === '') problems.set('subject', { key: 'tickets.subject.empty' })
  else if (line.length > longestSubject) problems.set('subject', { key: 'refusal.too_long', values: { limit: longestSubject, length: line.length } })
  if (words === '') problems.set('text', { key: 'tickets.text.empty' })
  else if (words.length > longestText) problems.set('text', { key: 'refusal.too_long', values: { limit: longestText, length: words.length } })
  return problems
}

/** Everything is kept as it was typed, also what is wrong with it, and what was answered under another topic. */
function readDetails ({ form, questions }: OpenForm, body: Typed): { problems: Map<string, Message>, change: FormChange } {
  const subject = typedText(body, 'subject').replace(/\s+/g, ' ')
  const text = cleanText(typedText(body, 'text'))
  const problems = checkWords({ subject, text })
  const checked = checkAnswers(questions, new Map(questions.map(({ id }) => [id, body?.[`q${id}`] ?? ''])))
  for (const [id, problem] of checked.problems) problems.set(`q${id}`, problem)
  return { problems, change: { subject: subject.slice(0, 255), text, answers: { ...form.answers, ...Object.fromEntries(checked.answers) } } }
}

async function showDetails (request: FormRequest, reply: FastifyReply, open: OpenForm, problems: ReadonlyMap<string, Message> = new Map()): Promise<FastifyReply> {
  const { t } = request
  return reply.page('portal/details', {
    title: t('portal.details.title'),
    ...stepOf(request, open, 2, 'topic', listProblems(problems, t)),
    fields: presentDetails(open.form, open.questions, problems, t)
  })
}
