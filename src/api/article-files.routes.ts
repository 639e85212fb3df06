import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { findArticleFile, listFiles } from '../knowledge/article-file.queries.js'
import type { Article } from '../knowledge/article.entity.js'
import { mayManageArticles } from '../knowledge/article.policy.js'
import { findArticle } from '../knowledge/article.queries.js'
import { changeArticleFiles } from '../knowledge/commands/save-article.js'
import { asKeptFile, nameKey } from '../knowledge/kept-file.js'
import { Forbidden, NotFound } from '../platform/errors.js'
import { isNamed } from '../platform/http/entity-tags.js'
import { fileLimits } from '../platform/storage/file-limits.js'
import { agentOf } from '../plugins/desk-reading.js'
import { sendAttachment } from '../plugins/send-attachment.js'
import { ArticleFileRecord, presentArticleFiles } from './articles.routes.js'
import { asProblem, versionOf } from './edits.routes.js'
import { conditional, conditionalChange, Fields, Id, idParams } from './schemas.js'
import { receiveFile, takeFiles } from './sent-file.routes.js'

const one = Fields({ id: Id, fileId: Id })
const schemas = {
  list: { params: idParams, response: { 200: Type.Object({ items: Type.Array(ArticleFileRecord) }) } },
  add: { params: idParams, headers: conditional, querystring: Fields({ name: Type.String({ minLength: 1, maxLength: 255, examples: ['lamp.png'] }) }), response: { 201: ArticleFileRecord } },
  read: { params: one },
  remove: { params: one, headers: conditionalChange, response: { 200: Type.Object({ id: Id }) } }
}

/** Files of articles. One goes up as the body of a request, straight to the store; each change is a version of the article. */
const articleFileRoutes: FastifyPluginAsyncTypebox = async app => {
  takeFiles(app)

  app.get('/articles/:id/files', { schema: schemas.list, config: { scope: 'knowledge.read', operation: 'article_files_list' } }, async request => {
    const { id } = await findArticle(request.ctx.db.read, agentOf(request), request.params.id)
    return { items: presentArticleFiles(await listFiles(request.ctx.db.read, id)) }
  })

  app.get('/articles/:id/files/:fileId', { schema: schemas.read, config: { scope: 'knowledge.read', operation: 'article_files_read' } }, async (request, reply) => {
    const { ctx: { db, files }, params: { id, fileId } } = request
    const file = await findArticleFile(db.read, agentOf(request), id, fileId)
    const tag = `"${file.sha256}"`
    reply.header('etag', tag)
    return isNamed(request.headers['if-none-match'] ?? '', tag) ? reply.code(304).send() : sendAttachment(reply, files, file)
  })

  app.post('/articles/:id/files', { schema: schemas.add, bodyLimit: fileLimits.bytes, config: { scope: 'knowledge.write', operation: 'article_files_add' } }, async (request, reply) => {
    const { params: { id }, query } = request
    const version = await versionSeen(request, id)
    const sent = await receiveFile(request, query.name)
    const { ctx } = request
    const file = await asKeptFile(ctx.files, sent)
    tell(reply, await asProblem(async () => changeArticleFiles(ctx, { id, version, files: { added: [file], removedIds: [] } })))
    const [added] = presentArticleFiles((await listFiles(ctx.db.read, id)).filter(({ name }) => nameKey(name) === nameKey(file.name)))
    if (added === undefined) throw new NotFound()
    return reply.code(201).header('location', `/api/v1/articles/${id}/files/${added.id}`).send(added)
  })

  app.delete('/articles/:id/files/:fileId', { schema: schemas.remove, config: { scope: 'knowledge.write', operation: 'article_files_remove' } }, async (request, reply) => {
    const { ctx, params: { id, fileId } } = request
    const version = await versionSeen(request, id)
    tell(reply, await asProblem(async () => changeArticleFiles(ctx, { id, version, files: { added: [], removedIds: [fileId] } })))
    return { id: fileId }
  })
}

export default articleFileRoutes

/** The version of the article that the program has seen, asked before a file is taken in. @throws NotFound, Forbidden, and what `versionOf` does */
async function versionSeen (request: FastifyRequest, id: number): Promise<number> {
  const article = await findArticle(request.ctx.db.read, agentOf(request), id)
  if (!mayManageArticles(request.ctx.actor)) throw new Forbidden('knowledge.may_not')
  return versionOf(request, article.version)
}

const tell = (reply: FastifyReply, { version }: Article): FastifyReply => reply.header('etag', `"${version}"`)
