import type { Context } from '../../platform/context.js'
import { findArticle } from '../article.queries.js'

/** What a reader says of an article. */
export type Help = 'helped' | 'not_helped'

/** Counts what a reader says. Whether he or she said so before is the caller's to know. @throws NotFound when there is no such article for the reader. */
export async function countHelp ({ db, actor }: Pick<Context, 'db' | 'actor'>, articleId: number, help: Help): Promise<void> {
  await findArticle(db.read, actor, articleId)
  await db.transaction(async manager => manager.query(`UPDATE articles SET ${help} = ${help} + 1 WHERE id = ?`, [articleId]))
}
