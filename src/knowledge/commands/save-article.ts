import type { EntityManager } from 'typeorm'
import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { insertRow, insertRows } from '../../platform/database/insert-row.js'
import { holdOne } from '../../platform/database/lock.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { isDuplicate } from '../../platform/database/retry.js'
import { Forbidden, InvalidFields } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { Topic } from '../../topics/topic.entity.js'
import { locales } from '../../words/catalogue.js'
import { picturesIn } from '../article-body.js'
import { articleStates, visibilities, type ArticleState, type Visibility } from '../article-choices.js'
import { ArticleCategory } from '../article-category.entity.js'
import { ArticleRevision } from '../article-revision.entity.js'
import { Article, ArticleTopic } from '../article.entity.js'
import { mayManageArticles } from '../article.policy.js'
import { listFiles, listFilesOfVersions } from '../article-file.queries.js'
import { findRevision, forgetPublicArticles, listTopicIds } from '../article.queries.js'
import { changeFiles, changesTo, noFileChanges, type FileChanges } from './change-files.js'

export interface ArticleForm {
  title: string
  body: string
  categoryId: number
  visibility: Visibility
  state: ArticleState
  /** Null is for readers of every language. */
  locale: string | null
  topicIds: number[]
}

const longestBody = 40_000

/**
 * Adds an article, or changes one, its files too. What it said and had before stays to be read and to be brought back.
 *
 * @throws InvalidFields when title or text is missing, the title is taken in the category, something chosen is none, or files do not go together.
 * @throws Forbidden, Stale, NotFound
 */
export async function saveArticle (ctx: Context, id: number | null, form: ArticleForm, version: number, files: FileChanges = noFileChanges): Promise<Article> {
  if (!mayManageArticles(ctx.actor)) throw new Forbidden('knowledge.may_not')
  const article = await refuseTakenTitle(async () => ctx.db.transaction(async manager => save(ctx, manager, { id, form, version, files })))
  forgetPublicArticles()
  return article
}

/** Changes nothing of an article but its files. @throws InvalidFields, Forbidden, Stale, NotFound */
export async function changeArticleFiles (ctx: Context, { id, version, files }: { id: number, version: number, files: FileChanges }): Promise<Article> {
  if (!mayManageArticles(ctx.actor)) throw new Forbidden('knowledge.may_not')
  return ctx.db.transaction(async manager => {
    const article = await lockVersion(manager, Article, id, version)
    return save(ctx, manager, { id, form: { ...article, topicIds: await listTopicIds(manager, id) }, version, files })
  })
}

/** Makes an article say again what it said in a version, with the files that it had. @throws Forbidden, Stale, NotFound, InvalidFields when its title is taken by now. */
export async function restoreRevision (ctx: Context, { id, version, revision }: { id: number, version: number, revision: number }): Promise<Article> {
  if (!mayManageArticles(ctx.actor)) throw new Forbidden('knowledge.may_not')
  return refuseTakenTitle(async () => ctx.db.transaction(async manager => {
    const article = await lockVersion(manager, Article, id, version)
    const { title, body } = await findRevision(manager, id, revision)
    const files = changesTo((await listFilesOfVersions(manager, id, [revision])).get(revision) ?? [], await listFiles(manager, id))
    return save(ctx, manager, { id, form: { ...article, title, body, topicIds: await listTopicIds(manager, id) }, version, files })
  }))
}

interface Change { id: number | null, form: ArticleForm, version: number, files: FileChanges }

async function save (ctx: Context, manager: EntityManager, { id, form, version, files }: Change): Promise<Article> {
  const now = ctx.clock.now()
  const article = id === null ? Object.assign(new Article(), { helped: 0, notHelped: 0, spared: 0, createdAt: now, publishedAt: null, version: 0 }) : await lockVersion(manager, Article, id, version)
  const { topicIds, ...values } = await checkArticle(manager, form)
  const before = id === null ? {} : await auditedOf(manager, article, await listTopicIds(manager, id))
  const isReworded = article.title !== values.title || article.body !== values.body

  Object.assign(article, values, { changedAt: now, changedByName: ctx.actor.name, version: article.version + 1, publishedAt: article.publishedAt ?? (values.state === 'published' ? now : null) })
  if (id === null) await insertRow(manager, Article, article)
  else await manager.update(Article, { id }, { ...values, changedAt: now, changedByName: article.changedByName, version: article.version, publishedAt: article.publishedAt })
  await manager.delete(ArticleTopic, { articleId: article.id })
  if (topicIds.length > 0) await insertRows(manager, ArticleTopic, topicIds.map(topicId => ({ articleId: article.id, topicId })))
  const hasOtherFiles = await changeFiles(manager, article, files, now)
  if (isReworded || hasOtherFiles) await keepRevision(ctx, manager, article)

  await recordChange(manager, ctx, {
    action: id === null ? 'article.created' : 'article.updated', subjectType: 'article', subjectId: article.id, subjectName: article.title, before, after: await auditedOf(manager, article, topicIds)
  })
  return article
}

async function keepRevision ({ actor }: Context, manager: EntityManager, { id, version, title, body, changedAt }: Article): Promise<void> {
  await insertRow(manager, ArticleRevision, Object.assign(new ArticleRevision(), {
    articleId: id, version, title, body, agentId: actor.party === 'agent' ? actor.id : null, agentName: actor.name, at: changedAt
  }))
}

async function checkArticle (manager: EntityManager, form: ArticleForm): Promise<ArticleForm> {
  const checks = new FieldChecks()
  const title = checks.line('title', form.title, 190)
  const body = form.body.toWellFormed().replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '').trim()
  if (title === '') checks.note('title', 'knowledge.title_missing')
  if (body === '') checks.note('body', 'knowledge.body_missing')
  if (body.length > longestBody) checks.note('body', 'refusal.too_long', { limit: longestBody, length: body.length })
  const unsaid = picturesIn(body).find(({ words }) => words === '')
  if (unsaid !== undefined) checks.note('body', 'knowledge.files.without_words', { name: unsaid.name })
  if (await holdOne(manager, ArticleCategory, { id: form.categoryId }) === null) checks.note('categoryId', 'knowledge.category_missing')
  const topicIds = [...new Set(form.topicIds)]
  for (const id of topicIds) if (!await manager.existsBy(Topic, { id })) checks.note('topicIds', 'refusal.not_a_choice')
  const values = {
    title,
    body,
    categoryId: form.categoryId,
    visibility: checks.choice('visibility', form.visibility, visibilities),
    state: checks.choice('state', form.state, articleStates),
    locale: checks.choice('locale', form.locale, [null, ...locales] as Array<string | null>),
    topicIds
  }
  checks.refuse()
  return values
}

/** The unique key decides, so that the same form sent twice makes one article. */
async function refuseTakenTitle<Result> (work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw isDuplicate(error) ? new InvalidFields({ title: { key: 'knowledge.title_taken' } }) : error
  }
}

/** As a reader of the history of changes knows it: category and topics by name. What the text was stands among the versions of the article. */
async function auditedOf (manager: EntityManager, { id, title, body, categoryId, visibility, state, locale }: Article, topicIds: readonly number[]) {
  const category = await manager.findOneBy(ArticleCategory, { id: categoryId })
  const topics = topicIds.length === 0 ? [] : await manager.query(`SELECT name FROM topics WHERE id IN (${topicIds.map(() => '?').join(', ')}) ORDER BY position, id`, [...topicIds]) as Array<{ name: string }>
  return { title, body: `${body.slice(0, 200)}${body.length > 200 ? ` … (${body.length})` : ''}`, category: category?.name ?? null, visibility, state, locale, topics: topics.map(({ name }) => name), files: (await listFiles(manager, id)).map(({ name }) => name) }
}
