import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { moveQuestion, switchQuestion } from '../forms/commands/arrange-questions.js'
import { saveQuestion, type QuestionForm } from '../forms/commands/save-question.js'
import { questionKinds, type QuestionKind } from '../forms/question-kind.js'
import { findQuestion, listAllQuestions } from '../forms/question.queries.js'
import { isTicked, typedNumber, typedText } from '../plugins/admin-pages.js'
import { requireRight } from '../plugins/areas.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { findTopic } from './topic.queries.js'

const params = Type.Object({ id: Type.Integer({ minimum: 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 50 })]))
type Body = Record<string, string | string[]>

/** What a topic asks, mounted at /admin. */
const questionsAdminRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireRight('departments'))

  app.get('/topics/:id/questions', { schema: { params } }, async (request, reply) => {
    const { t, ctx, params: { id } } = request
    const topic = await findTopic(ctx.db.read, id)
    const questions = await listAllQuestions(ctx.db.read, id)
    return reply.page('admin/list', {
      title: t('topics.questions_of', { topic: topic.name }),
      lead: t('topics.questions_lead'),
      add: { href: `/admin/topics/${id}/questions/new`, label: t('topics.new_question') },
      columns: [t('topics.question'), t('topics.kind'), t('topics.rules')],
      rows: questions.map(question => ({
        isOff: !question.isActive,
        cells: [{ text: question.label, href: `/admin/questions/${question.id}`, note: question.isActive ? question.hint : t('topics.not_asked') }, { text: t(`topics.kind.${question.kind}`) }, { text: rulesOf(question, request) }],
        ...(question.isActive && { moves: { action: `/admin/questions/${question.id}/moves`, up: t('admin.up'), down: t('admin.down') } })
      })),
      emptyText: t('topics.no_questions_yet')
    })
  })

  app.get('/topics/:id/questions/new', { schema: { params } }, async (request, reply) => {
    const topic = await findTopic(request.ctx.db.read, request.params.id)
    return showForm(request, reply, null, { topicId: topic.id, label: '', hint: '', kind: 'short_text', options: [], isRequired: false, isPublic: true, neededToClose: false }, 0)
  })
  app.post('/topics/:id/questions', { schema: { params, body } }, async (request, reply) => save(request, reply, null, request.params.id, request.body))

  app.get('/questions/:id', { schema: { params } }, async (request, reply) => {
    const question = await findQuestion(request.ctx.db.read, request.params.id)
    return showForm(request, reply, question.id, question, question.version)
  })
  app.post('/questions/:id', { schema: { params, body } }, async (request, reply) => {
    const { topicId } = await findQuestion(request.ctx.db.read, request.params.id)
    return save(request, reply, request.params.id, topicId, request.body)
  })
  app.post('/questions/:id/moves', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const { topicId } = await findQuestion(ctx.db.read, id)
    await moveQuestion(ctx, { id, direction: typedText(request.body, 'direction') === 'up' ? 'up' : 'down' })
    return reply.redirect(`/admin/topics/${topicId}/questions`, 303)
  })
  app.post('/questions/:id/switches', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const question = await findQuestion(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await switchQuestion(ctx, { id, version: typedNumber(request.body, 'version'), isActive: !question.isActive })
      return reply.flash({ kind: 'good', key: 'topics.question_saved' }).redirect(`/admin/topics/${question.topicId}/questions`, 303)
    }, async problems => showForm(request, reply, id, question, question.version, problems))
  })
}

export default questionsAdminRoutes

function rulesOf ({ isRequired, isPublic, neededToClose }: QuestionForm, { t }: FastifyRequest): string {
  return [isRequired && t('topics.rule_required'), !isPublic && t('topics.rule_agents'), neededToClose && t('topics.rule_close')].filter(Boolean).join(', ')
}

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, topicId: number, typed: Body): Promise<FastifyReply> {
  const form: QuestionForm = {
    topicId,
    label: typedText(typed, 'label'),
    hint: typedText(typed, 'hint'),
    kind: typedText(typed, 'kind') as QuestionKind,
    options: typedText(typed, 'options').split('\n').map(option => option.trim()).filter(option => option !== ''),
    isRequired: isTicked(typed, 'isRequired'),
    isPublic: isTicked(typed, 'isPublic'),
    neededToClose: isTicked(typed, 'neededToClose')
  }
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    await saveQuestion(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'topics.question_saved' }).redirect(`/admin/topics/${topicId}/questions`, 303)
  }, async problems => showForm(request, reply, id, form, version, problems))
}

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: QuestionForm & { isActive?: boolean }, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, ctx } = request
  const topic = await findTopic(ctx.db.read, form.topicId)
  const list = `/admin/topics/${topic.id}/questions`
  return reply.page('admin/form', {
    title: id === null ? t('topics.new_question') : form.label || t('topics.question'),
    lead: t('topics.question_lead'),
    back: { href: list, label: t('topics.questions_of', { topic: topic.name }) },
    action: id === null ? list : `/admin/questions/${id}`,
    version,
    problems: problems.list,
    effects: [t('topics.question_effect')],
    save: t('topics.save_question'),
    acts: id === null ? [] : [{ action: `/admin/questions/${id}/switches`, label: t(form.isActive === false ? 'topics.ask_again' : 'topics.retire') }],
    sections: [{
      title: null,
      fields: [
        { name: 'label', label: t('topics.question'), value: form.label, error: problems.of.label, maxlength: 190 },
        { name: 'hint', label: t('topics.hint'), hint: t('topics.hint_hint'), value: form.hint, error: problems.of.hint, optional: true, maxlength: 255 },
        { name: 'kind', label: t('topics.kind'), type: 'select', value: form.kind, error: problems.of.kind, options: questionKinds.map(value => ({ value, label: t(`topics.kind.${value}`) })) },
        { name: 'options', label: t('topics.options'), hint: t('topics.options_hint'), type: 'textarea', rows: 5, value: form.options.join('\n'), error: problems.of.options, optional: true },
        { name: 'isRequired', label: t('topics.is_required'), type: 'checkbox', checked: form.isRequired },
        { name: 'isPublic', label: t('topics.question_public'), hint: t('topics.question_public_hint'), type: 'checkbox', checked: form.isPublic },
        { name: 'neededToClose', label: t('topics.needed_to_close'), hint: t('topics.needed_to_close_hint'), type: 'checkbox', checked: form.neededToClose }
      ]
    }]
  })
}
