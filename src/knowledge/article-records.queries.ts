import type { Actor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { Article } from './article.entity.js'
import { readableBy } from './article.policy.js'

/** A page of the articles that the actor may read, the oldest first: all, or those of a category. */
export async function listArticleRecords (reader: Reader, actor: Actor, { categoryId, after, limit }: { categoryId: number | null, after: number, limit: number }): Promise<Article[]> {
  const seen = readableBy(actor, null)
  const rows = await reader.query(
    `SELECT a.id FROM articles a WHERE a.id > ?${categoryId === null ? '' : ' AND a.category_id = ?'} AND ${seen.sql} ORDER BY a.id LIMIT ${limit}`, [after, ...categoryId === null ? [] : [categoryId], ...seen.values]
  ) as Array<{ id: number }>
  return listById(reader, rows.map(({ id }) => id))
}

/** Articles by their ids, in this order; what is gone meanwhile is left out. */
export async function listById (reader: Reader, ids: readonly number[]): Promise<Article[]> {
  if (ids.length === 0) return []
  const found = new Map((await reader.findBy(Article, ids.map(id => ({ id })))).map(article => [article.id, article]))
  return ids.flatMap(id => found.get(id) ?? [])
}

/** The topics of each article. */
export async function listTopicsOf (reader: Pick<Reader, 'query'>, ids: readonly number[]): Promise<Map<number, number[]>> {
  if (ids.length === 0) return new Map()
  const rows = await reader.query(`SELECT article_id AS id, topic_id AS topicId FROM article_topics WHERE article_id IN (${ids.map(() => '?').join(', ')}) ORDER BY topic_id`, [...ids]) as Array<{ id: number, topicId: number }>
  return new Map(ids.map(id => [id, rows.filter(row => row.id === id).map(({ topicId }) => topicId)]))
}
