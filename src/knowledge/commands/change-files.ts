import { In, IsNull, type EntityManager } from 'typeorm'
import { insertRows } from '../../platform/database/insert-row.js'
import { InvalidFields, NotFound } from '../../platform/errors.js'
import { ArticleFile } from '../article-file.entity.js'
import type { Article } from '../article.entity.js'
import { mostFiles, nameKey, type KeptFile } from '../kept-file.js'

/** What is to happen to the files of an article. A new one takes the place of one with its name. */
export interface FileChanges { added: readonly KeptFile[], removedIds: readonly number[] }

export const noFileChanges: FileChanges = { added: [], removedIds: [] }

/**
 * Gives an article files and takes others away, with its version. What is taken away stays with the versions that had it.
 * Says whether anything changed: the same file once more is no change.
 *
 * @throws InvalidFields for two new files of one name, or too many.
 * @throws NotFound when one to be taken away is none of its files.
 */
export async function changeFiles (manager: EntityManager, { id: articleId, version }: Pick<Article, 'id' | 'version'>, { added, removedIds }: FileChanges, now: Date): Promise<boolean> {
  if (added.length === 0 && removedIds.length === 0) return false
  const present = await manager.find(ArticleFile, { where: { articleId, untilVersion: IsNull() }, order: { id: 'ASC' } })
  if (!removedIds.every(id => present.some(file => file.id === id))) throw new NotFound()
  const twice = added.find(({ name }, place) => added.findIndex(other => nameKey(other.name) === nameKey(name)) !== place)
  if (twice !== undefined) throw new InvalidFields({ files: { key: 'knowledge.files.twice', values: { name: twice.name } } })

  const stays = present.filter(({ id }) => !removedIds.includes(id))
  const fresh = added.filter(({ name, sha256 }) => !stays.some(file => file.name === name && file.sha256 === sha256))
  const gone = present.filter(({ id, name }) => removedIds.includes(id) || fresh.some(file => nameKey(file.name) === nameKey(name)))
  if (present.length - gone.length + fresh.length > mostFiles) throw new InvalidFields({ files: { key: 'knowledge.files.too_many', values: { limit: mostFiles } } })

  if (gone.length > 0) await manager.update(ArticleFile, { id: In(gone.map(({ id }) => id)) }, { untilVersion: version })
  if (fresh.length > 0) {
    await insertRows(manager, ArticleFile, fresh.map(({ name, contentType, size, sha256 }) => ({ articleId, name, contentType, size, sha256, sinceVersion: version, untilVersion: null, createdAt: now })))
  }
  return gone.length + fresh.length > 0
}

/** What makes the files of an article the same as those of one of its versions. */
export function changesTo (wanted: readonly ArticleFile[], present: readonly ArticleFile[]): FileChanges {
  const isAmong = (files: readonly ArticleFile[]) => ({ name, sha256 }: ArticleFile): boolean => files.some(file => file.name === name && file.sha256 === sha256)
  return { added: wanted.filter(file => !isAmong(present)(file)), removedIds: present.filter(file => !isAmong(wanted)(file)).map(({ id }) => id) }
}
