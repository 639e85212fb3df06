import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { typedId, typedIds, typedNumber, typedText } from '../plugins/admin-pages.js'
import { agentOf } from '../plugins/desk-reading.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { listTopics } from '../topics/topic.queries.js'
import { presentArticleFields, type ArticleField } from './article-form.presenter.js'
import { findArticle, listCategories, listTopicIds } from './article.queries.js'
import { saveArticle, type ArticleForm } from './commands/save-article.js'
import { requireManager } from './require-manager.routes.js'

declare module '../plugins/page.js' {
  interface Pages {
    'knowledge/edit': { action: string, backPath: string, version: number, fields: { text: ArticleField[], where: ArticleField[] }, problems: Problems, hasCategories: boolean }
  }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 500 })]))
type Body = Record<string, string | string[]>

/** Writing articles, for those who may. Mounted at /desk. */
const writingDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireManager)

  app.get('/articles/new', async (request, reply) => {
    const { ctx: { db }, query } = request
    const [first] = await listCategories(db.read, { actor: agentOf(request), locale: null })
    const asked = Number((query as Record<string, string>).category) || null
    return showForm(request, reply, null, { title: '', body: '', categoryId: asked ?? first?.id ?? 0, visibility: 'public', state: 'draft', locale: null, topicIds: [] }, 0)
  })

  app.get('/articles/:id/edit', { schema: { params } }, async (request, reply) => {
    const { ctx: { db, actor }, params: { id } } = request
    const article = await findArticle(db.read, actor, id)
    return showForm(request, reply, id, { ...article, topicIds: await listTopicIds(db.read, id) }, article.version)
  })

  app.post('/articles', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/articles/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))
}

export default writingDeskRoutes

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form: ArticleForm = {
    title: typedText(typed, 'title'),
    body: typedText(typed, 'body'),
    categoryId: typedId(typed, 'categoryId') ?? 0,
    visibility: typedText(typed, 'visibility') as ArticleForm['visibility'],
    state: typedText(typed, 'state') as ArticleForm['state'],
    locale: typedText(typed, 'locale') || null,
    topicIds: typedIds(typed, 'topicIds')
  }
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    const article = await saveArticle(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'knowledge.saved', values: { title: article.title } }).redirect(`/desk/articles/${article.id}`, 303)
  }, async problems => showForm(request, reply, id, form, version, problems))
}

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: ArticleForm, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, ctx: { db } } = request
  const [categories, topics] = await Promise.all([listCategories(db.read, { actor: agentOf(request), locale: null }), listTopics(db.read)])
  return reply.page('knowledge/edit', {
    title: id === null ? t('knowledge.new') : form.title || t('knowledge.edit'),
    action: id === null ? '/desk/articles' : `/desk/articles/${id}`,
    backPath: id === null ? '/desk/articles' : `/desk/articles/${id}`,
    version,
    fields: presentArticleFields(form, { categories, topics }, problems.of, t),
    problems,
    hasCategories: categories.length > 0
  })
}
