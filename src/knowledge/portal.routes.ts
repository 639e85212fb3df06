import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { day, hour } from '../platform/clock.js'
import { TooMany } from '../platform/errors.js'
import { checkBrake, networkOf } from '../platform/security/brakes.js'
import { listFiles } from './article-file.queries.js'
import { searchArticles } from './article-search.queries.js'
import { findArticle, findCategory, listArticles, listCategories, listMostHelpful, type ArticleLine } from './article.queries.js'
import { presentArticle, presentCategories, presentFound, presentLine, type ArticleView, type CategoryView, type FoundView, type LineView } from './article.presenter.js'
import { countMissedSearch } from './commands/count-missed-search.js'
import { countHelp } from './commands/count-help.js'
import { missedTerm } from './missed-term.js'
import { articleFileSchema, sendArticleFile, sendArticlePicture } from './send-article-file.routes.js'
import { listPath, readTitleCursor } from './title-cursor.js'

declare module '../plugins/page.js' {
  interface Pages {
    'knowledge/answers': { words: string, found: FoundView[] | null, foundText: string, categories: CategoryView[], one: { name: string, description: string, articles: LineView[] } | null, firstPath: string | null, nextPath: string | null }
    'knowledge/answer': { article: ArticleView, about: string, back: { href: string, label: string }, votesPath: string, hasSaid: boolean }
  }
}

const id = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })
const answersSchema = { querystring: Type.Object({ q: Type.String({ default: '', maxLength: 200 }), category: Type.Optional(id), after: Type.String({ default: '', maxLength: 300 }) }) }
const answerSchema = { params: Type.Object({ id }), querystring: Type.Object({ q: Type.String({ default: '', maxLength: 200 }) }) }
const voteSchema = { ...answerSchema, body: Type.Object({ helped: Type.Union([Type.Literal('yes'), Type.Literal('no')]) }) }

const shownOfEach = 5
/** The most that one network may say of articles in an hour; a whole campus may share one. */
const voteLimit = { limit: 300, windowMs: hour }

/** The most searches of one network that are counted on a day when they find nothing: half of the new terms of a day. They are answered all the same. */
const missLimit = { limit: 100, windowMs: day }

/** What people read instead of asking. Mounted at /. */
const knowledgePortalRoutes: FastifyPluginAsyncTypebox = async app => {
  const { config, signer } = app.platform
  const cookie = { path: '/answers', httpOnly: true, sameSite: 'lax' as const, secure: config.baseUrl.startsWith('https:') }

  app.get('/answers', { schema: answersSchema }, async (request, reply) => {
    const { ctx: { db }, t, format, query: { category, after } } = request
    const words = request.query.q.trim()
    const readership = readershipOf(request)
    const found = words === '' ? null : await searchArticles(db, readership, words)
    if (found?.length === 0 && after === '') await countMiss(request, words)
    const one = found === null && category !== undefined ? await findCategory(db.read, category) : null
    const page = one === null ? null : await listArticles(db.read, readership, one.id, readTitleCursor(after))
    const most: ArticleLine[] = found === null && one === null ? await listMostHelpful(db.read, readership, shownOfEach) : []
    return reply.page('knowledge/answers', {
      title: one?.name ?? t('knowledge.answers'),
      words,
      found: found === null ? null : presentFound(found, words, '/answers', t, format),
      foundText: found === null ? '' : found.length === 0 ? t('knowledge.none_found', { words }) : t('knowledge.found', { count: found.length, words }),
      categories: presentCategories(await listCategories(db.read, readership), most, { place: '/answers', currentId: one?.id ?? null }, t, format),
      one: one === null ? null : { name: one.name, description: one.description, articles: page?.articles.map(article => presentLine(article, '/answers', t, format)) ?? [] },
      firstPath: after === '' || one === null ? null : listPath('/answers', one.id),
      nextPath: page?.next == null || one === null ? null : listPath('/answers', one.id, page.next)
    })
  })

  app.get('/answers/:id', { schema: answerSchema }, async (request, reply) => {
    const { ctx: { db, actor }, t, format, params, query: { q } } = request
    const article = await findArticle(db.read, actor, params.id)
    const [category, files] = await Promise.all([findCategory(db.read, article.categoryId), listFiles(db.read, article.id)])
    const way = q.trim() === '' ? '' : `?${new URLSearchParams({ q }).toString()}`
    return reply.page('knowledge/answer', {
      title: article.title,
      article: presentArticle(article, files, `/answers/${article.id}`, format),
      about: t('knowledge.checked', { category: category.name, date: format.date(article.changedAt) }),
      back: { href: `/answers${way}`, label: way === '' ? t('knowledge.back') : t('knowledge.back_to', { words: q.trim() }) },
      votesPath: `/answers/${article.id}/votes${way}`,
      hasSaid: saidOf(request).includes(article.id)
    })
  })

  app.get('/answers/:id/files/:fileId', { schema: articleFileSchema }, sendArticleFile)
  app.get('/answers/:id/files/:fileId/picture', { schema: articleFileSchema }, sendArticlePicture)

  app.post('/answers/:id/votes', { schema: voteSchema }, async (request, reply) => {
    const { ctx, ip, params, query: { q }, body: { helped } } = request
    const said = saidOf(request)
    const { id: articleId } = await findArticle(ctx.db.read, ctx.actor, params.id)
    if (!said.includes(articleId)) {
      await checkBrake(ctx.db, `vote ${networkOf(ip)}`, voteLimit, ctx.clock.now())
      await countHelp(ctx, articleId, helped === 'yes' ? 'helped' : 'not_helped')
      reply.setCookie('said', signer.sign('said', JSON.stringify([...said, articleId].slice(-mostRemembered))), cookie)
    }
    return thank(reply, helped).redirect(`/answers/${articleId}${q.trim() === '' ? '' : `?${new URLSearchParams({ q }).toString()}`}`, 303)
  })

  /** Of which articles this browser said whether they helped, since it was opened. */
  function saidOf ({ cookies }: FastifyRequest): number[] {
    const text = signer.verify('said', cookies.said ?? '')
    return text === null ? [] : JSON.parse(text) as number[]
  }
}

export default knowledgePortalRoutes

const mostRemembered = 100

async function countMiss ({ ctx, ip, method }: FastifyRequest, words: string): Promise<void> {
  if (method !== 'GET' || missedTerm(words) === null) return
  try {
    await checkBrake(ctx.db, `missed search ${networkOf(ip)}`, missLimit, ctx.clock.now())
  } catch (error) {
    if (error instanceof TooMany) return
    throw error
  }
  await countMissedSearch(ctx, words)
}

const readershipOf = ({ ctx: { actor }, locale }: FastifyRequest) => ({ actor, locale })

const thank = (reply: FastifyReply, helped: 'yes' | 'no'): FastifyReply => reply.flash({ kind: 'good', key: helped === 'yes' ? 'knowledge.thanks_yes' : 'knowledge.thanks_no' })
