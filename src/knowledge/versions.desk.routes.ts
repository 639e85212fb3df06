import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { typedNumber } from '../plugins/admin-pages.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { listFilesOfVersions } from './article-file.queries.js'
import { presentArticle, type ArticleView } from './article.presenter.js'
import { findArticle, findRevision, listRevisions } from './article.queries.js'
import { restoreRevision } from './commands/save-article.js'
import { requireManager } from './require-manager.routes.js'

declare module '../plugins/page.js' {
  interface Pages {
    'knowledge/versions': {
      backPath: string
      versions: Array<{ path: string, label: string, title: string, by: string, isShown: boolean }>
      shown: ArticleView
      shownAs: string
      /** Null for what the article says now. */
      restore: { action: string, version: number } | null
      problems: Problems
    }
  }
}

const id = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
const listSchema = { params: Type.Object({ id }) }
const oneSchema = { params: Type.Object({ id, version: id }) }
const body = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String(), { maxItems: 10 })]))

/** What an article said before, to be read and brought back. Mounted at /desk. */
const versionsDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireManager)

  app.get('/articles/:id/versions', { schema: listSchema }, async (request, reply) => {
    const [newest] = await listRevisions(request.ctx.db.read, request.params.id)
    return show(request, reply, request.params.id, newest?.version ?? 0)
  })
  app.get('/articles/:id/versions/:version', { schema: oneSchema }, async (request, reply) => show(request, reply, request.params.id, request.params.version))

  app.post('/articles/:id/versions/:version/restorings', { schema: { ...oneSchema, body } }, async (request, reply) => {
    const { ctx, params } = request
    return actOrShowAgain(reply, async () => {
      const { title } = await restoreRevision(ctx, { id: params.id, version: typedNumber(request.body, 'version') || 0, revision: params.version })
      return reply.flash({ kind: 'good', key: 'knowledge.restored', values: { title, version: params.version } }).redirect(`/desk/articles/${params.id}`, 303)
    }, async problems => show(request, reply, params.id, params.version, problems))
  })
}

export default versionsDeskRoutes

async function show ({ ctx: { db, actor }, t, format }: FastifyRequest, reply: FastifyReply, articleId: number, version: number, problems: Problems = noProblems): Promise<FastifyReply> {
  const article = await findArticle(db.read, actor, articleId)
  const [revisions, shown, files] = await Promise.all([listRevisions(db.read, articleId), findRevision(db.read, articleId, version), listFilesOfVersions(db.read, articleId, [version])])
  const path = `/desk/articles/${articleId}`
  const isNow = version === revisions[0]?.version
  return reply.page('knowledge/versions', {
    title: t('knowledge.versions_of', { title: article.title }),
    backPath: path,
    versions: revisions.map((each, place) => ({
      path: `${path}/versions/${each.version}`,
      label: `${t('knowledge.version', { version: each.version })}${place === 0 ? `, ${t('knowledge.version_now')}` : ''}`,
      title: each.title,
      by: t('knowledge.version_by', { name: each.agentName, when: format.dateTime(each.at) }),
      isShown: each.version === version
    })),
    shown: presentArticle(shown, files.get(version) ?? [], path, format),
    shownAs: t('knowledge.version', { version }),
    restore: isNow ? null : { action: `${path}/versions/${version}/restorings`, version: article.version },
    problems
  })
}
