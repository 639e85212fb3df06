import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { listTopics } from '../topics/topic.queries.js'
import { agentOf } from '../plugins/desk-reading.js'
import { languageNames, type Locale } from '../words/catalogue.js'
import { listFiles } from './article-file.queries.js'
import { searchArticles } from './article-search.queries.js'
import { mayManageArticles } from './article.policy.js'
import { findArticle, findCategory, listArticles, listCategories, listMostHelpful, listTopicIds } from './article.queries.js'
import { presentArticle, presentCategories, presentFound, presentLine, presentMissing, type ArticleView, type CategoryView, type FoundView, type LineView } from './article.presenter.js'
import { countMissedSearch } from './commands/count-missed-search.js'
import { articleFileSchema, sendArticleFile, sendArticlePicture } from './send-article-file.routes.js'
import { listPath, readTitleCursor } from './title-cursor.js'

declare module '../plugins/page.js' {
  interface Pages {
    'knowledge/index': { words: string, found: FoundView[] | null, foundText: string, categories: CategoryView[], one: { description: string, articles: LineView[] } | null, isOverview: boolean, mayManage: boolean, firstPath: string | null, nextPath: string | null }
    'knowledge/article': { article: ArticleView, category: { name: string, path: string }, labels: string[], facts: string[], path: string, mayManage: boolean, publicPath: string | null, missing: string | null }
  }
}

const id = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
/** `again` comes from the list of what found nothing: whoever looks whether it finds something by now does not make it more. */
const listSchema = { querystring: Type.Object({ q: Type.String({ default: '', maxLength: 200 }), again: Type.Optional(Type.Literal('1')), category: Type.Optional(id), after: Type.String({ default: '', maxLength: 300 }) }) }

const place = '/desk/articles'
const shownOfEach = 8

/** What agents read, also what the public does not. Mounted at /desk. */
const knowledgeDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/articles', { schema: listSchema }, async (request, reply) => {
    const { ctx: { db }, t, format, query: { again, category, after } } = request
    const words = request.query.q.trim()
    const actor = agentOf(request)
    const readership = { actor, locale: null }
    const found = words === '' ? null : await searchArticles(db, readership, words)
    if (found?.length === 0 && again === undefined && request.method === 'GET') await countMissedSearch(request.ctx, words)
    const one = found === null && category !== undefined ? await findCategory(db.read, category) : null
    const page = one === null ? null : await listArticles(db.read, readership, one.id, readTitleCursor(after))
    const isOverview = found === null && one === null
    const most = isOverview ? await listMostHelpful(db.read, readership, shownOfEach) : []
    return reply.page('knowledge/index', {
      title: one?.name ?? t('knowledge.articles'),
      words,
      found: found === null ? null : presentFound(found, words, place, t, format),
      foundText: found === null ? '' : found.length === 0 ? t('knowledge.no_article_found', { words }) : t('knowledge.articles_found', { count: found.length, words }),
      categories: presentCategories(await listCategories(db.read, readership), most, { place, currentId: one?.id ?? null }, t, format),
      one: one === null ? null : { description: one.description, articles: page?.articles.map(article => presentLine(article, place, t, format)) ?? [] },
      isOverview,
      mayManage: mayManageArticles(actor),
      firstPath: after === '' || one === null ? null : listPath(place, one.id),
      nextPath: page?.next == null || one === null ? null : listPath(place, one.id, page.next)
    })
  })

  app.get('/articles/:id', { schema: { params: Type.Object({ id }) } }, async (request, reply) => {
    const { ctx: { db }, t, format, params } = request
    const actor = agentOf(request)
    const article = await findArticle(db.read, actor, params.id)
    const [category, topicIds, topics, files] = await Promise.all([findCategory(db.read, article.categoryId), listTopicIds(db.read, article.id), listTopics(db.read), listFiles(db.read, article.id)])
    const missing = presentMissing(article, files)
    const related = topics.filter(topic => topicIds.includes(topic.id)).map(({ name }) => name)
    return reply.page('knowledge/article', {
      title: article.title,
      article: presentArticle(article, files, `${place}/${article.id}`, format),
      category: { name: category.name, path: `${place}?category=${category.id}` },
      labels: [t(`knowledge.state.${article.state}`), t(`knowledge.visibility.${article.visibility}`)],
      facts: [
        t('knowledge.changed_by', { name: article.changedByName, when: format.dateTime(article.changedAt) }),
        t('knowledge.counts', { helped: format.number(article.helped), not: format.number(article.notHelped), spared: format.number(article.spared) }),
        ...related.length === 0 ? [] : [t('knowledge.for', { topics: related.join(', ') })],
        ...article.locale === null ? [] : [t('knowledge.in_language', { language: languageNames[article.locale as Locale] })]
      ],
      path: `${place}/${article.id}`,
      mayManage: mayManageArticles(actor),
      missing: missing.length === 0 || !mayManageArticles(actor) ? null : t('knowledge.files.missing', { count: missing.length, names: missing.join(', ') }),
      publicPath: article.state === 'published' && article.visibility === 'public' ? `/answers/${article.id}` : null
    })
  })

  app.get('/articles/:id/files/:fileId', { schema: articleFileSchema }, sendArticleFile)
  app.get('/articles/:id/files/:fileId/picture', { schema: articleFileSchema }, sendArticlePicture)
}

export default knowledgeDeskRoutes
