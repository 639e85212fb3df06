import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findCategory, findCategoryLine, listCategories, type Readership } from '../knowledge/article.queries.js'
import { moveCategory, removeCategory, saveCategory } from '../knowledge/commands/save-category.js'
import { agentOf } from '../plugins/desk-reading.js'
import { asProblem, versionOf } from './edits.routes.js'
import { description, name } from './form-schema.routes.js'
import { conditionalChange, Fields, Id, idParams, repeatable } from './schemas.js'

const Category = Type.Object({ id: Id, name: Type.String(), description: Type.String(), articles: Type.Integer(), version: Type.Integer() }, { title: 'ArticleCategory' })
const one = { params: idParams, response: { 200: Category } }
const reads = (verb: string) => ({ scope: 'knowledge.read', operation: `article_categories_${verb}` })
const writes = (verb: string) => ({ scope: 'knowledge.write', operation: `article_categories_${verb}` })

/** What articles are about, in the order in which people find it. */
const articleCategoryRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/article-categories', { schema: { response: { 200: Type.Object({ items: Type.Array(Category) }) } }, config: reads('list') }, async request => ({ items: await listCategories(request.ctx.db.read, readershipOf(request)) }))

  app.get('/article-categories/:id', { schema: one, config: reads('read') }, async (request, reply) => answer(request, reply, request.params.id))

  app.post('/article-categories', { schema: { headers: repeatable, body: Fields({ name, description: Type.Optional(description) }), response: { 201: Category } }, config: writes('create') }, async (request, reply) => {
    const { id } = await saveCategory(request.ctx, null, { description: '', ...request.body }, 0)
    return reply.code(201).header('location', `/api/v1/article-categories/${id}`).send(await answer(request, reply, id))
  })

  app.patch('/article-categories/:id', { schema: { ...one, headers: conditionalChange, body: Fields({ name: Type.Optional(name), description: Type.Optional(description) }, { minProperties: 1 }) }, config: writes('change') }, async (request, reply) => {
    const { ctx, params: { id }, body } = request
    const category = await findCategory(ctx.db.read, id)
    const version = versionOf(request, category.version)
    await asProblem(async () => saveCategory(ctx, id, { name: category.name, description: category.description, ...body }, version))
    return answer(request, reply, id)
  })

  app.delete('/article-categories/:id', { schema: { params: idParams, headers: conditionalChange, response: { 200: Type.Object({ id: Id }) } }, config: writes('remove') }, async request => {
    const { ctx, params: { id } } = request
    const version = versionOf(request, (await findCategory(ctx.db.read, id)).version)
    await asProblem(async () => removeCategory(ctx, { id, version }))
    return { id }
  })

  app.post('/article-categories/:id/shifts', { schema: { ...one, headers: repeatable, body: Fields({ to: Type.Enum(['up', 'down']) }) }, config: writes('shift') }, async (request, reply) => {
    await moveCategory(request.ctx, { id: request.params.id, direction: request.body.to })
    return answer(request, reply, request.params.id)
  })
}

export default articleCategoryRoutes

const readershipOf = (request: FastifyRequest): Readership => ({ actor: agentOf(request), locale: null })

async function answer (request: FastifyRequest, reply: FastifyReply, id: number) {
  const category = await findCategoryLine(request.ctx.db.read, readershipOf(request), id)
  reply.header('etag', `"${category.version}"`)
  return category
}
