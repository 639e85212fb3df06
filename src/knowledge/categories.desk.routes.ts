import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { typedNumber, typedText, type AdminField } from '../plugins/admin-pages.js'
import { agentOf } from '../plugins/desk-reading.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { findCategory, listCategories } from './article.queries.js'
import { moveCategory, removeCategory, saveCategory, type CategoryForm } from './commands/save-category.js'
import { requireManager } from './require-manager.routes.js'

declare module '../plugins/page.js' {
  interface Pages {
    'knowledge/categories': { categories: Array<{ path: string, name: string, description: string, articles: string, articlesPath: string }> }
    'knowledge/category': { action: string, version: number, fields: AdminField[], problems: Problems, removePath: string | null }
  }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 10 })]))
type Body = Record<string, string | string[]>

const place = '/desk/article-categories'

/** What articles are about, and in which order. Mounted at /desk. */
const categoriesDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireManager)

  app.get('/article-categories', async (request, reply) => {
    const { t, format, ctx: { db } } = request
    const categories = await listCategories(db.read, { actor: agentOf(request), locale: null })
    return reply.page('knowledge/categories', {
      title: t('knowledge.categories'),
      categories: categories.map(({ id, name, description, articles }) => ({ path: `${place}/${id}`, name, description, articles: format.number(articles), articlesPath: `/desk/articles?category=${id}` }))
    })
  })

  app.get('/article-categories/new', async (request, reply) => showForm(request, reply, null, { name: '', description: '' }, 0))
  app.get('/article-categories/:id', { schema: { params } }, async (request, reply) => {
    const category = await findCategory(request.ctx.db.read, request.params.id)
    return showForm(request, reply, category.id, category, category.version)
  })
  app.post('/article-categories', { schema: { body } }, async (request, reply) => save(request, reply, null, request.body))
  app.post('/article-categories/:id', { schema: { params, body } }, async (request, reply) => save(request, reply, request.params.id, request.body))

  app.post('/article-categories/:id/moves', { schema: { params, body } }, async (request, reply) => {
    await moveCategory(request.ctx, { id: request.params.id, direction: typedText(request.body, 'direction') === 'up' ? 'up' : 'down' })
    return reply.redirect(place, 303)
  })
  app.post('/article-categories/:id/removal', { schema: { params, body } }, async (request, reply) => {
    const { ctx, params: { id } } = request
    const category = await findCategory(ctx.db.read, id)
    return actOrShowAgain(reply, async () => {
      await removeCategory(ctx, { id, version: typedNumber(request.body, 'version') || 0 })
      return reply.flash({ kind: 'good', key: 'knowledge.category_removed', values: { name: category.name } }).redirect(place, 303)
    }, async problems => showForm(request, reply, id, category, category.version, problems))
  })
}

export default categoriesDeskRoutes

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null, typed: Body): Promise<FastifyReply> {
  const form: CategoryForm = { name: typedText(typed, 'name'), description: typedText(typed, 'description') }
  const version = typedNumber(typed, 'version') || 0
  return actOrShowAgain(reply, async () => {
    const { name } = await saveCategory(request.ctx, id, form, version)
    return reply.flash({ kind: 'good', key: 'knowledge.category_saved', values: { name } }).redirect(place, 303)
  }, async problems => showForm(request, reply, id, form, version, problems))
}

async function showForm ({ t }: FastifyRequest, reply: FastifyReply, id: number | null, form: CategoryForm, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  return reply.page('knowledge/category', {
    title: id === null ? t('knowledge.new_category') : form.name || t('knowledge.category'),
    action: id === null ? place : `${place}/${id}`,
    version,
    fields: [
      { name: 'name', label: t('knowledge.category_name'), value: form.name, error: problems.of.name, maxlength: 120 },
      { name: 'description', label: t('knowledge.category_description'), value: form.description, error: problems.of.description, optional: true, maxlength: 255 }
    ],
    problems,
    removePath: id === null ? null : `${place}/${id}/removal`
  })
}
