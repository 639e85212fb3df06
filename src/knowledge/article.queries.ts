import { LessThan } from 'typeorm'
import type { Actor } from '../platform/actor.js'
import { second } from '../platform/clock.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { recently } from '../platform/recently.js'
import { ArticleCategory } from './article-category.entity.js'
import type { ArticleState, Visibility } from './article-choices.js'
import { ArticleRevision } from './article-revision.entity.js'
import { Article, ArticleTopic } from './article.entity.js'
import { mayReadArticle, readableBy } from './article.policy.js'

export const articlesAPage = 50

/** An article as lists show it. */
export interface ArticleLine { id: number, title: string, categoryId: number, categoryName: string, visibility: Visibility, state: ArticleState, helped: number, notHelped: number, spared: number }

/** Who reads, and on the portal in which language. */
export interface Readership { actor: Actor, locale: string | null }

const columns = `a.id, a.title, a.category_id AS categoryId, c.name AS categoryName, a.visibility, a.state, a.helped, a.not_helped AS notHelped, a.spared`

/** An article that the actor may read. To others there is none. @throws NotFound */
export async function findArticle (reader: Reader, actor: Actor, id: number): Promise<Article> {
  const article = await reader.findOneBy(Article, { id })
  if (article === null || !mayReadArticle(actor, article)) throw new NotFound()
  return article
}

/** What an article is called, also one that is no longer to be read; for whoever has just read it. */
export async function findArticleTitle (reader: Pick<Reader, 'findOneBy'>, id: number): Promise<string | null> {
  return (await reader.findOneBy(Article, { id }))?.title ?? null
}

/** The topics that an article belongs to, by their place. */
export async function listTopicIds (reader: Pick<Reader, 'findBy'>, articleId: number): Promise<number[]> {
  return (await reader.findBy(ArticleTopic, { articleId })).map(({ topicId }) => topicId).sort((a, b) => a - b)
}

export interface TitleCursor { title: string, id: number }

/** A page of the articles of a category by title, as far as they may be read, and where the next page begins. */
export async function listArticles (reader: Reader, { actor, locale }: Readership, categoryId: number, after: TitleCursor | null = null): Promise<{ articles: ArticleLine[], next: TitleCursor | null }> {
  const seen = readableBy(actor, locale)
  const place = after === null ? { sql: '', values: [] } : { sql: ' AND a.title >= ? AND (a.title > ? OR a.id > ?)', values: [after.title, after.title, after.id] }
  const rows = await reader.query(
    `SELECT ${columns} FROM articles a JOIN article_categories c ON c.id = a.category_id WHERE a.category_id = ?${place.sql} AND ${seen.sql} ORDER BY a.title, a.id LIMIT ${articlesAPage + 1}`,
    [categoryId, ...place.values, ...seen.values]
  ) as ArticleLine[]
  const articles = rows.slice(0, articlesAPage)
  const last = articles.at(-1)
  return { articles, next: rows.length > articlesAPage && last !== undefined ? { title: last.title, id: last.id } : null }
}

/** The articles of each category that helped most, as far as they may be read. */
export async function listMostHelpful (reader: Reader, { actor, locale }: Readership, ofEach: number): Promise<ArticleLine[]> {
  const seen = readableBy(actor, locale)
  return reader.query(
    `SELECT id, title, categoryId, categoryName, visibility, state, helped, notHelped, spared FROM (
       SELECT ${columns}, ROW_NUMBER() OVER (PARTITION BY a.category_id ORDER BY a.helped DESC, a.title, a.id) AS place FROM articles a JOIN article_categories c ON c.id = a.category_id WHERE ${seen.sql}
     ) ranked WHERE place <= ? ORDER BY categoryId, place`, [...seen.values, ofEach]
  ) as Promise<ArticleLine[]>
}

export interface CategoryLine { id: number, name: string, description: string, version: number, articles: number }

/** Every category in its order, with how many of its articles may be read. */
export async function listCategories (reader: Reader, readership: Readership): Promise<CategoryLine[]> {
  return readCategories(reader, readership, { sql: 'ORDER BY c.position, c.id', values: [] })
}

/** One category with how many of its articles may be read. @throws NotFound */
export async function findCategoryLine (reader: Reader, readership: Readership, id: number): Promise<CategoryLine> {
  const [line] = await readCategories(reader, readership, { sql: 'WHERE c.id = ?', values: [id] })
  if (line === undefined) throw new NotFound()
  return line
}

async function readCategories (reader: Reader, { actor, locale }: Readership, which: { sql: string, values: number[] }): Promise<CategoryLine[]> {
  const seen = readableBy(actor, locale)
  const rows = await reader.query(
    `SELECT c.id, c.name, c.description, c.version, (SELECT COUNT(*) FROM articles a WHERE a.category_id = c.id AND ${seen.sql}) AS articles FROM article_categories c ${which.sql}`, [...seen.values, ...which.values]
  ) as CategoryLine[]
  return rows.map(row => ({ ...row, articles: Number(row.articles) }))
}

/** A category by id. @throws NotFound */
export async function findCategory (reader: Pick<Reader, 'findOneBy'>, id: number): Promise<ArticleCategory> {
  const category = await reader.findOneBy(ArticleCategory, { id })
  if (category === null) throw new NotFound()
  return category
}

export type RevisionLine = Pick<ArticleRevision, 'id' | 'version' | 'title' | 'agentName' | 'at'>

/** What an article said over time, newest first, without the texts. */
export async function listRevisions (reader: Reader, articleId: number): Promise<RevisionLine[]> {
  return reader.find(ArticleRevision, { select: { id: true, version: true, title: true, agentName: true, at: true }, where: { articleId }, order: { version: 'DESC' }, take: 500 })
}

/** The same with the texts, a page at a time: what was said before a version. */
export async function listRevisionTexts (reader: Pick<Reader, 'find'>, articleId: number, { before, limit }: { before: number, limit: number }): Promise<ArticleRevision[]> {
  return reader.find(ArticleRevision, { where: { articleId, version: LessThan(before) }, order: { version: 'DESC' }, take: limit })
}

/** What an article said in one version. @throws NotFound */
export async function findRevision (reader: Pick<Reader, 'findOneBy'>, articleId: number, version: number): Promise<ArticleRevision> {
  const revision = await reader.findOneBy(ArticleRevision, { articleId, version })
  if (revision === null) throw new NotFound()
  return revision
}

const publicArticles = recently(second, async (reader, locale: string) => {
  const rows = await reader.query("SELECT 1 FROM articles a WHERE a.state = 'published' AND a.visibility = 'public' AND (a.locale IS NULL OR a.locale = ?) LIMIT 1", [locale]) as unknown[]
  return rows.length > 0
})

/** Whether the public finds any article in a language, at most a second late: a desk without articles shows nothing of them. */
export const hasPublicArticles = async (reader: Reader, locale: string): Promise<boolean> => publicArticles.find(reader, locale)

/** Makes a change count at once in this process. */
export const forgetPublicArticles = (): void => { publicArticles.forget() }
