import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { presentArticleFields, presentArticleFiles } from '../knowledge/article-form.presenter.js'
import { presentFound, type FoundView } from '../knowledge/article.presenter.js'
import { mayManageArticles } from '../knowledge/article.policy.js'
import { listCategories } from '../knowledge/article.queries.js'
import { countMissedSearch } from '../knowledge/commands/count-missed-search.js'
import { searchArticles } from '../knowledge/article-search.queries.js'
import { Forbidden, Refusal, type Message } from '../platform/errors.js'
import { agentOf } from '../plugins/desk-reading.js'
import { noProblems } from '../plugins/form-problems.js'
import { listTopics } from '../topics/topic.queries.js'
import { findWordsOfTicket } from './article-words.queries.js'
import { insertArticle } from './commands/insert-article.js'
import { ticketParams } from './ticket.desk.routes.js'
import { findTicket } from './ticket.queries.js'

declare module '../plugins/page.js' {
  interface Pages {
    'tickets/articles': { path: string, number: string, words: string, found: Array<FoundView & { id: number, mayLink: boolean }>, problem: string | null }
  }
}

const listSchema = { params: ticketParams, querystring: Type.Object({ q: Type.Optional(Type.String({ maxLength: 200 })) }) }
const insertSchema = { params: ticketParams, body: Type.Object({ article: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }), as: Type.Union([Type.Literal('text'), Type.Literal('link')]), q: Type.String({ default: '', maxLength: 200 }) }) }

/** Articles in what an agent writes under a ticket, and an article out of a ticket. Mounted at /desk/tickets. */
const ticketArticlesDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/:id/articles', { schema: listSchema }, async (request, reply) => showArticles(request, reply, request.params.id, request.query.q ?? null))

  app.post('/:id/articles', { schema: insertSchema }, async (request, reply) => {
    const { ctx, params: { id }, body: { article, as, q } } = request
    try {
      const leftOut = await insertArticle(ctx, { ticketId: id, articleId: article, as })
      return await reply.flash(leftOut === 0 ? { kind: 'good', key: 'knowledge.inserted' } : { kind: 'warn', key: 'knowledge.inserted_without', values: { count: leftOut } }).redirect(`/desk/tickets/${id}#composer`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 404) throw error
      return showArticles(request, reply.code(error.status), id, q, error)
    }
  })

  app.get('/:id/article', { schema: { params: ticketParams } }, async (request, reply) => {
    const { ctx: { db: { read } }, t, format, params: { id } } = request
    const actor = agentOf(request)
    const ticket = await findTicket(read, actor, id)
    if (!mayManageArticles(actor)) throw new Forbidden('knowledge.may_not')
    const [{ asked, answered }, categories, topics] = await Promise.all([findWordsOfTicket(read, id), listCategories(read, { actor, locale: null }), listTopics(read)])
    const body = [`# ${t('knowledge.was_asked')}`, asked, `# ${t('knowledge.what_helped')}`, answered].join('\n\n').trim()
    const form = { title: ticket.subject, body, categoryId: categories[0]?.id ?? 0, visibility: 'internal', state: 'draft', locale: null, topicIds: ticket.topicId === null ? [] : [ticket.topicId] } as const
    return reply.page('knowledge/edit', {
      title: t('knowledge.new'), action: '/desk/articles', backPath: `/desk/tickets/${id}`, version: 0, problems: noProblems, hasCategories: categories.length > 0,
      fields: presentArticleFields({ ...form, topicIds: [...form.topicIds] }, { categories, topics }, {}, t),
      files: presentArticleFiles({}, undefined, t, format)
    })
  })
}

export default ticketArticlesDeskRoutes

/** Articles to put into what is being written: those that fit the ticket, or the words that were typed. */
async function showArticles (request: FastifyRequest, reply: FastifyReply, id: number, typed: string | null, problem: Message | null = null): Promise<FastifyReply> {
  const { ctx: { db }, t, format } = request
  const actor = agentOf(request)
  const ticket = await findTicket(db.read, actor, id)
  const words = (typed ?? ticket.subject).trim().slice(0, 200)
  const articles = (await searchArticles(db, { actor, locale: null }, words)).filter(({ state }) => state === 'published')
  if (typed !== null && articles.length === 0 && request.method === 'GET') await countMissedSearch(request.ctx, words)
  const views = presentFound(articles, words, '/desk/articles', t, format)
  return reply.page('tickets/articles', {
    title: t('knowledge.insert_title'),
    path: `/desk/tickets/${id}`,
    number: ticket.number,
    words,
    found: articles.map((article, place) => ({ ...views[place]!, id: article.id, mayLink: article.visibility === 'public' })),
    problem: problem === null ? null : t(problem.key, problem.values)
  })
}
