import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { articleStates, visibilities } from '../knowledge/article-choices.js'
import type { ArticleFile } from '../knowledge/article-file.entity.js'
import { listFilesOf, listFilesOfVersions } from '../knowledge/article-file.queries.js'
import { listArticleRecords, listById, listTopicsOf } from '../knowledge/article-records.queries.js'
import { searchArticles } from '../knowledge/article-search.queries.js'
import type { Article } from '../knowledge/article.entity.js'
import { mayManageArticles } from '../knowledge/article.policy.js'
import { findArticle, listRevisionTexts, listTopicIds } from '../knowledge/article.queries.js'
import { restoreRevision, saveArticle } from '../knowledge/commands/save-article.js'
import { agentOf } from '../plugins/desk-reading.js'
import { Forbidden } from '../platform/errors.js'
import { locales } from '../words/catalogue.js'
import { pageAnswer } from './answers.routes.js'
import { asProblem, versionOf } from './edits.routes.js'
import { ids } from './form-schema.routes.js'
import { readCursor } from './paging.js'
import { conditionalChange, Fields, Id, IdOrNull, idParams, Moment, MomentOrNull, pageOf, paging, repeatable, TextOrNull } from './schemas.js'

export const ArticleFileRecord = Type.Object({ id: Id, name: Type.String(), size: Type.Integer(), contentType: Type.String(), sha256: Type.String() }, { title: 'ArticleFile' })
const files = Type.Array(ArticleFileRecord)
const values = { visibility: Type.Enum([...visibilities]), state: Type.Enum([...articleStates]) }
const ArticleRecord = Type.Object({
  id: Id, title: Type.String(), body: Type.String(), categoryId: Id, ...values, locale: TextOrNull, topicIds: Type.Array(Id), files, helped: Type.Integer(), notHelped: Type.Integer(), spared: Type.Integer(),
  createdAt: Moment, changedAt: Moment, changedByName: Type.String(), publishedAt: MomentOrNull, version: Type.Integer()
}, { title: 'Article' })

const Revision = Type.Object({ id: Id, version: Type.Integer(), title: Type.String(), body: Type.String(), files, agentId: IdOrNull, agentName: Type.String(), at: Moment }, { title: 'ArticleRevision' })

const title = Type.String({ minLength: 1, maxLength: 190, examples: ['Where the lamps are'] })
const body = Type.String({ minLength: 1, maxLength: 40_000, examples: ['1. Open the cupboard.\n2. Take a lamp.'] })
const more = {
  visibility: Type.Optional(values.visibility), state: Type.Optional(values.state), locale: Type.Optional(Type.Union([Type.Enum([...locales]), Type.Null()])), topicIds: Type.Optional(ids)
}
const schemas = {
  list: { querystring: Fields({ ...paging, q: Type.Optional(Type.String({ maxLength: 200 })), categoryId: Type.Optional(Id) }), response: { 200: pageOf(ArticleRecord) } },
  read: { params: idParams, response: { 200: ArticleRecord } },
  create: { headers: repeatable, body: Fields({ title, body, categoryId: Id, ...more }), response: { 201: ArticleRecord } },
  change: { params: idParams, headers: conditionalChange, body: Fields({ title: Type.Optional(title), body: Type.Optional(body), categoryId: Type.Optional(Id), ...more }, { minProperties: 1 }), response: { 200: ArticleRecord } },
  revisions: { params: idParams, querystring: Fields(paging), response: { 200: pageOf(Revision) } },
  restore: { params: idParams, headers: conditionalChange, body: Fields({ version: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) }), response: { 200: ArticleRecord } }
}

/** Articles, as far as the agent reads them; drafts for who writes. */
const articleRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/articles', { schema: schemas.list, config: { scope: 'knowledge.read', operation: 'articles_list' } }, async (request, reply) => {
    const { ctx: { db }, query: { limit = 50, cursor, q = '', categoryId = null } } = request
    const actor = agentOf(request)
    if (q.trim() !== '') {
      const found = await searchArticles(db, { actor, locale: null }, q)
      const ids = found.filter(article => categoryId === null || article.categoryId === categoryId).slice(0, limit).map(({ id }) => id)
      return pageAnswer(request, reply, await present(request, await listById(db.read, ids)), null)
    }
    const articles = await listArticleRecords(db.read, actor, { categoryId, after: readCursor(cursor)?.id ?? 0, limit: limit + 1 })
    const page = articles.slice(0, limit)
    const last = page.at(-1)
    return pageAnswer(request, reply, await present(request, page), articles.length > limit && last !== undefined ? { at: 0, id: last.id } : null)
  })

  app.get('/articles/:id', { schema: schemas.read, config: { scope: 'knowledge.read', operation: 'articles_read' } }, async (request, reply) => answer(request, reply, request.params.id))

  app.post('/articles', { schema: schemas.create, config: { scope: 'knowledge.write', operation: 'articles_create' } }, async (request, reply) => {
    const { id } = await saveArticle(request.ctx, null, { visibility: 'internal', state: 'draft', locale: null, topicIds: [], ...request.body }, 0)
    return reply.code(201).header('location', `/api/v1/articles/${id}`).send(await answer(request, reply, id))
  })

  app.patch('/articles/:id', { schema: schemas.change, config: { scope: 'knowledge.write', operation: 'articles_change' } }, async (request, reply) => {
    const { ctx, params: { id }, body } = request
    const article = await findArticle(ctx.db.read, ctx.actor, id)
    const topicIds = await listTopicIds(ctx.db.read, id)
    const version = versionOf(request, article.version)
    await asProblem(async () => saveArticle(ctx, id, { ...article, topicIds, ...body }, version))
    return answer(request, reply, id)
  })

  app.get('/articles/:id/revisions', { schema: schemas.revisions, config: { scope: 'knowledge.read', operation: 'articles_revisions' } }, async (request, reply) => {
    const { ctx: { db: { read }, actor }, params: { id }, query: { limit = 50, cursor } } = request
    await findArticle(read, actor, id)
    if (!mayManageArticles(actor)) throw new Forbidden('knowledge.may_not')
    const found = await listRevisionTexts(read, id, { before: readCursor(cursor)?.id ?? 2 ** 31 - 1, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const had = await listFilesOfVersions(read, id, page.map(({ version }) => version))
    return pageAnswer(request, reply, page.map(({ at, ...revision }) => ({ ...revision, files: presentArticleFiles(had.get(revision.version)), at: at.toISOString() })), found.length > limit && last !== undefined ? { at: 0, id: last.version } : null)
  })

  app.post('/articles/:id/restorings', { schema: schemas.restore, config: { scope: 'knowledge.write', operation: 'articles_restore' } }, async (request, reply) => {
    const { ctx, params: { id }, body } = request
    const version = versionOf(request, (await findArticle(ctx.db.read, ctx.actor, id)).version)
    await asProblem(async () => restoreRevision(ctx, { id, version, revision: body.version }))
    return answer(request, reply, id)
  })
}

export default articleRoutes

/** Files as programs read them. */
export const presentArticleFiles = (files: readonly ArticleFile[] = []) => files.map(({ id, name, size, contentType, sha256 }) => ({ id, name, size, contentType, sha256 }))

/** An article, and its version as the `ETag`. @throws NotFound */
async function answer (request: FastifyRequest, reply: FastifyReply, id: number) {
  const article = await findArticle(request.ctx.db.read, agentOf(request), id)
  reply.header('etag', `"${article.version}"`)
  const [record] = await present(request, [article])
  return record!
}

async function present ({ ctx: { db: { read } } }: FastifyRequest, articles: readonly Article[]) {
  const ids = articles.map(({ id }) => id)
  const [topics, had] = await Promise.all([listTopicsOf(read, ids), listFilesOf(read, ids)])
  return articles.map(({ createdAt, changedAt, publishedAt, ...article }) => ({
    ...article, topicIds: topics.get(article.id) ?? [], files: presentArticleFiles(had.get(article.id)), createdAt: createdAt.toISOString(), changedAt: changedAt.toISOString(), publishedAt: publishedAt?.toISOString() ?? null
  }))
}
