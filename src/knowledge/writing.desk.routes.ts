import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { typedId, typedIds, typedNumber, typedText } from '../plugins/admin-pages.js'
import { agentOf } from '../plugins/desk-reading.js'
import { actOrShowAgain, noProblems, type Problems } from '../plugins/form-problems.js'
import { listTopics } from '../topics/topic.queries.js'
import type { RefusedUpload } from '../platform/storage/upload.js'
import { receiveForm } from '../plugins/receive-form.js'
import { presentArticleFields, presentArticleFiles, type ArticleField, type ArticleFilesField } from './article-form.presenter.js'
import { listFiles } from './article-file.queries.js'
import { findArticle, listCategories, listTopicIds } from './article.queries.js'
import { saveArticle, type ArticleForm } from './commands/save-article.js'
import { asKeptFile, mostFiles, nameKey, type KeptFile } from './kept-file.js'
import { requireManager } from './require-manager.routes.js'
import { carryFile, readCarried } from './waiting-files.js'

declare module '../plugins/page.js' {
  interface Pages {
    'knowledge/edit': { action: string, backPath: string, version: number, fields: { text: ArticleField[], where: ArticleField[] }, files: ArticleFilesField, problems: Problems, hasCategories: boolean }
  }
}

const params = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }) })

/** Every topic may be ticked, and every file. */
const mostFields = 700

/** Writing articles, for those who may. Mounted at /desk. */
const writingDeskRoutes: FastifyPluginAsyncTypebox = async app => {
  app.addHook('onRequest', requireManager)

  app.get('/articles/new', async (request, reply) => {
    const { ctx: { db }, query } = request
    const [first] = await listCategories(db.read, { actor: agentOf(request), locale: null })
    const { category, title = '' } = query as Record<string, string>
    const asked = Number(category) || null
    return showForm(request, reply, null, { title: String(title).slice(0, 190), body: '', categoryId: asked ?? first?.id ?? 0, visibility: 'public', state: 'draft', locale: null, topicIds: [] }, { version: 0 })
  })

  app.get('/articles/:id/edit', { schema: { params } }, async (request, reply) => {
    const { ctx: { db, actor }, params: { id } } = request
    const article = await findArticle(db.read, actor, id)
    return showForm(request, reply, id, { ...article, topicIds: await listTopicIds(db.read, id) }, { version: article.version })
  })

  app.post('/articles', async (request, reply) => save(request, reply, null))
  app.post('/articles/:id', { schema: { params } }, async (request, reply) => save(request, reply, request.params.id))
}

export default writingDeskRoutes

interface Typed { values: Record<string, string[]>, added: KeptFile[], refused: RefusedUpload[] }

/** What was typed and sent along; a form without files may come as any other does. */
async function read (request: FastifyRequest): Promise<Typed> {
  const { ctx: { files, signer }, body } = request
  const { every: values, uploads, refused } = request.isMultipart() ? await receiveForm(request, files, { mostFields, tooManyFiles: { key: 'knowledge.files.too_many', values: { limit: mostFiles } } }) : { every: listsOf(body), uploads: [], refused: [] }
  const fresh = await Promise.all(uploads.map(async upload => asKeptFile(files, upload)))
  const carried = readCarried(signer, agentOf(request).id, values.carried ?? []).filter(({ name }) => !fresh.some(file => nameKey(file.name) === nameKey(name)))
  return { values, added: [...carried, ...fresh], refused }
}

const listsOf = (body: unknown): Record<string, string[]> => Object.fromEntries(Object.entries(body ?? {}).map(([name, value]) => [name, [value].flat().map(String)]))

async function save (request: FastifyRequest, reply: FastifyReply, id: number | null): Promise<FastifyReply> {
  const { t } = request
  const { values, added, refused } = await read(request)
  const form: ArticleForm = {
    title: typedText(values, 'title'),
    body: typedText(values, 'body'),
    categoryId: typedId(values, 'categoryId') ?? 0,
    visibility: typedText(values, 'visibility') as ArticleForm['visibility'],
    state: typedText(values, 'state') as ArticleForm['state'],
    locale: typedText(values, 'locale') || null,
    topicIds: typedIds(values, 'topicIds')
  }
  const shown: Shown = { version: typedNumber(values, 'version') || 0, added, removedIds: typedIds(values, 'remove') }
  if (refused.length > 0) {
    const texts = refused.map(({ key, values }) => t(key, values))
    return showForm(request, reply.code(422), id, form, shown, { list: texts.map(text => ({ href: '#files', text })), of: { files: texts.join(' ') } })
  }
  return actOrShowAgain(reply, async () => {
    const article = await saveArticle(request.ctx, id, form, shown.version, { added, removedIds: shown.removedIds ?? [] })
    const path = `/desk/articles/${article.id}`
    return reply.flash({ kind: 'good', key: 'knowledge.saved', values: { title: article.title } }).redirect(typedText(values, 'then') === 'write' ? `${path}/edit` : path, 303)
  }, async problems => showForm(request, reply, id, form, shown, problems))
}

interface Shown { version: number, added?: readonly KeptFile[], removedIds?: readonly number[] }

async function showForm (request: FastifyRequest, reply: FastifyReply, id: number | null, form: ArticleForm, { version, added = [], removedIds = [] }: Shown, problems: Problems = noProblems): Promise<FastifyReply> {
  const { t, format, ctx: { db, signer } } = request
  const agent = agentOf(request)
  const [categories, topics, present] = await Promise.all([listCategories(db.read, { actor: agent, locale: null }), listTopics(db.read), id === null ? [] : listFiles(db.read, id)])
  const path = id === null ? '/desk/articles' : `/desk/articles/${id}`
  return reply.page('knowledge/edit', {
    title: id === null ? t('knowledge.new') : form.title || t('knowledge.edit'),
    action: path,
    backPath: path,
    version,
    fields: presentArticleFields(form, { categories, topics }, problems.of, t),
    files: presentArticleFiles({ present, path, removedIds, carried: added.map(file => ({ file, value: carryFile(signer, agent.id, file) })) }, problems.of.files, t, format),
    problems,
    hasCategories: categories.length > 0
  })
}
