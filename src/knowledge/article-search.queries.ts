import type { Reader, Transactor } from '../platform/database/database.js'
import { longestScanned, scoreArticles, termsOf, type Scored, type Term } from './article-score.js'
import { readableBy } from './article.policy.js'
import type { ArticleLine, Readership } from './article.queries.js'

export const mostFound = 25
const mostSuggested = 5
/** So many are gathered by the engine's index; the best of them are shown. */
const mostGathered = 50

/** The text as far as it is looked through. */
export type FoundArticle = ArticleLine & { body: string }

/** The articles that have most to do with what somebody typed, best first, as far as they may be read. Nothing typed is ever an operator. */
export async function searchArticles (db: Transactor, readership: Readership, text: string): Promise<FoundArticle[]> {
  const terms = termsOf(text)
  return scoreArticles(await gather(db, readership, terms), terms).slice(0, mostFound).map(({ article }) => article)
}

/**
 * The articles that may solve what somebody is about to ask, at most five. Each holds a telling word in its title or two in its text; one
 * that belongs to the topic needs a single word.
 */
export async function suggestArticles (db: Transactor, readership: Readership, { subject, text, topicId }: { subject: string, text: string, topicId: number | null }): Promise<FoundArticle[]> {
  const terms = termsOf(`${subject}\n${text}`)
  const gathered = await gather(db, readership, terms)
  const ofTopic = await amongTopic(db.read, gathered.map(({ id }) => id), topicId)
  const fits = ({ article, titleHits, hits }: Scored<FoundArticle>): boolean => titleHits > 0 || hits >= 2 || ofTopic.has(article.id)
  const rank = ({ article, score }: Scored<FoundArticle>): number => score + (ofTopic.has(article.id) ? 3 : 0)
  return scoreArticles(gathered, terms).filter(fits).sort((one, other) => rank(other) - rank(one)).slice(0, mostSuggested).map(({ article }) => article)
}

async function gather ({ engine, read }: Transactor, { actor, locale }: Readership, terms: readonly Term[]): Promise<FoundArticle[]> {
  if (terms.length === 0) return []
  const seen = readableBy(actor, locale)
  const { from, order, values } = engine === 'sqlite' ? onSqlite(terms) : onMysql(terms)
  const rows = await read.query(
    `SELECT a.id, a.title, SUBSTR(a.body, 1, ${longestScanned}) AS body, a.category_id AS categoryId, c.name AS categoryName, a.visibility, a.state, a.helped, a.not_helped AS notHelped, a.spared
     FROM ${from} AND ${seen.sql} ORDER BY ${order}, a.id LIMIT ${mostGathered}`, [...values.where, ...seen.values, ...values.order]
  ) as FoundArticle[]
  return rows
}

interface Gathering { from: string, order: string, values: { where: string[], order: string[] } }

function onSqlite (terms: readonly Term[]): Gathering {
  const match = terms.map(({ stem, isWhole }) => `"${stem}"${isWhole ? '' : '*'}`).join(' OR ')
  return {
    from: 'article_search JOIN articles a ON a.id = article_search.rowid JOIN article_categories c ON c.id = a.category_id WHERE article_search MATCH ?',
    order: 'bm25(article_search, 4.0, 1.0)',
    values: { where: [match], order: [] }
  }
}

function onMysql (terms: readonly Term[]): Gathering {
  const match = terms.map(({ stem, isWhole }) => `${stem}${isWhole ? '' : '*'}`).join(' ')
  return {
    from: 'articles a JOIN article_categories c ON c.id = a.category_id WHERE MATCH (a.title, a.body) AGAINST (? IN BOOLEAN MODE)',
    order: '4 * MATCH (a.title) AGAINST (? IN BOOLEAN MODE) + MATCH (a.title, a.body) AGAINST (? IN BOOLEAN MODE) DESC',
    values: { where: [match], order: [match, match] }
  }
}

async function amongTopic (reader: Reader, ids: number[], topicId: number | null): Promise<Set<number>> {
  if (ids.length === 0 || topicId === null) return new Set()
  const rows = await reader.query(`SELECT article_id AS id FROM article_topics WHERE topic_id = ? AND article_id IN (${ids.map(() => '?').join(', ')})`, [topicId, ...ids]) as Array<{ id: number }>
  return new Set(rows.map(({ id }) => id))
}
