import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { listFilesOf } from '../knowledge/article-file.queries.js'
import { suggestArticles } from '../knowledge/article-search.queries.js'
import { presentSuggestions, type SuggestionView } from '../knowledge/article.presenter.js'
import { findArticleTitle, hasPublicArticles } from '../knowledge/article.queries.js'
import { solveByArticle } from './commands/solve-by-article.js'
import { formSchema, stepOf, withForm, type FormRequest, type OpenForm, type Step } from './request-form-page.portal.routes.js'

declare module '../plugins/page.js' {
  interface Pages {
    'portal/answers': Step & { lead: string, suggestions: SuggestionView[] }
    'portal/solved': { title: string, text: string, formPath: string }
  }
}

const answerBody = Type.Object({ article: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })

/** Answers that may make the request needless, as a page of its own; it comes only where something fits. */
const requestAnswersRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/ask/:key/answers', { schema: formSchema }, async (request, reply) => withForm(request, reply, async open => {
    const { t, format, ctx: { db } } = request
    const found = await suggestionsFor(request, open)
    if (found.length === 0) return reply.redirect(`/ask/${open.key}/files`, 303)
    return reply.page('portal/answers', {
      title: t('knowledge.suggest.title'),
      ...stepOf(request, open, 2, 'details'),
      lead: t('knowledge.suggest.lead', { count: found.length }),
      suggestions: presentSuggestions(found, await listFilesOf(db.read, found.map(({ id }) => id)), t, format)
    })
  }))

  app.post('/ask/:key/answers', { schema: { ...formSchema, body: answerBody } }, async (request, reply) => withForm(request, reply, async open => {
    await solveByArticle(request.ctx, open.form.keyDigest, request.body.article)
    return reply.redirect(`/ask/${open.key}/solved`, 303)
  }))

  app.get('/ask/:key/solved', { schema: formSchema }, async (request, reply) => withForm(request, reply, async ({ form, key }) => {
    const { t, ctx: { db } } = request
    const title = form.solvedById === null ? null : await findArticleTitle(db.read, form.solvedById)
    if (title === null) return reply.redirect(`/ask/${key}/details`, 303)
    return reply.page('portal/solved', { title: t('knowledge.suggest.glad'), text: t('knowledge.suggest.glad_text', { title }), formPath: `/ask/${key}/files` })
  }))
}

export default requestAnswersRoutes

/** The articles that may solve what a form asks; none on a desk that has written none. */
export async function suggestionsFor ({ ctx: { db, actor }, locale }: FormRequest, { form }: OpenForm) {
  if (!await hasPublicArticles(db.read, locale)) return []
  return suggestArticles(db, { actor, locale }, form)
}
