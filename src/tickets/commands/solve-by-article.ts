import type { Context } from '../../platform/context.js'
import { lockOne } from '../../platform/database/lock.js'
import { findArticle } from '../../knowledge/article.queries.js'
import { RequestForm } from '../request-form.entity.js'

type Asking = Pick<Context, 'db' | 'actor'>

/** Notes that an article solved what somebody was about to ask, and counts it once for each form. What was typed stays. @throws NotFound when there is no such article for the reader. */
export async function solveByArticle ({ db, actor }: Asking, keyDigest: string, articleId: number): Promise<void> {
  await findArticle(db.read, actor, articleId)
  await move({ db }, keyDigest, articleId)
}

/** Takes that back, for a request that is sent after all. Does nothing when no article was said to have solved it. */
export async function askAfterAll ({ db }: Pick<Context, 'db'>, keyDigest: string): Promise<void> {
  await move({ db }, keyDigest, null)
}

async function move ({ db }: Pick<Context, 'db'>, keyDigest: string, articleId: number | null): Promise<void> {
  await db.transaction(async manager => {
    const form = await lockOne(manager, RequestForm, { keyDigest })
    if (form === null || form.solvedById === articleId) return
    if (form.solvedById !== null) await manager.query('UPDATE articles SET spared = spared - 1 WHERE id = ?', [form.solvedById])
    if (articleId !== null) await manager.query('UPDATE articles SET spared = spared + 1 WHERE id = ?', [articleId])
    await manager.update(RequestForm, { keyDigest }, { solvedById: articleId })
  })
}
