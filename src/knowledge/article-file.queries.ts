import { In, IsNull } from 'typeorm'
import type { Actor } from '../platform/actor.js'
import type { Reader } from '../platform/database/database.js'
import { NotFound } from '../platform/errors.js'
import { ArticleFile } from './article-file.entity.js'
import { mayManageArticles } from './article.policy.js'
import { findArticle } from './article.queries.js'

/** The files that an article has now, in the order in which they came. */
export async function listFiles (reader: Pick<Reader, 'find'>, articleId: number): Promise<ArticleFile[]> {
  return reader.find(ArticleFile, { where: { articleId, untilVersion: IsNull() }, order: { id: 'ASC' } })
}

/** The same for several articles. */
export async function listFilesOf (reader: Pick<Reader, 'find'>, articleIds: readonly number[]): Promise<Map<number, ArticleFile[]>> {
  const found = articleIds.length === 0 ? [] : await reader.find(ArticleFile, { where: { articleId: In([...articleIds]), untilVersion: IsNull() }, order: { id: 'ASC' } })
  return new Map(articleIds.map(id => [id, found.filter(({ articleId }) => articleId === id)]))
}

/** The files that each of these versions of an article had. */
export async function listFilesOfVersions (reader: Pick<Reader, 'find'>, articleId: number, versions: readonly number[]): Promise<Map<number, ArticleFile[]>> {
  const all = await reader.find(ArticleFile, { where: { articleId }, order: { id: 'ASC' } })
  return new Map(versions.map(version => [version, all.filter(({ sinceVersion, untilVersion }) => sinceVersion <= version && (untilVersion === null || version < untilVersion))]))
}

/** A file of an article that the actor may read; those of earlier versions for who writes articles alone. @throws NotFound */
export async function findArticleFile (reader: Reader, actor: Actor, articleId: number, id: number): Promise<ArticleFile> {
  await findArticle(reader, actor, articleId)
  const file = await reader.findOneBy(ArticleFile, { id, articleId })
  if (file === null || (file.untilVersion !== null && !mayManageArticles(actor))) throw new NotFound()
  return file
}
