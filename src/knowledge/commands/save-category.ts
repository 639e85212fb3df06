import { recordChange } from '../../audit/commands/record-change.js'
import type { Context } from '../../platform/context.js'
import { lockVersion } from '../../platform/database/lock-version.js'
import { moveRow, type Direction } from '../../platform/database/move-row.js'
import { refuseTaken } from '../../platform/database/refuse-taken.js'
import { Forbidden, Refusal } from '../../platform/errors.js'
import { FieldChecks } from '../../platform/field-checks.js'
import { ArticleCategory } from '../article-category.entity.js'
import { Article } from '../article.entity.js'
import { mayManageArticles } from '../article.policy.js'

export interface CategoryForm { name: string, description: string }

/** Adds a category at the end of the list, or changes one. @throws Forbidden, InvalidFields, Stale, NotFound */
export async function saveCategory (ctx: Context, id: number | null, form: CategoryForm, version: number): Promise<ArticleCategory> {
  refuseOthers(ctx)
  return refuseTaken(async () => ctx.db.transaction(async manager => {
    const category = id === null ? Object.assign(new ArticleCategory(), { createdAt: ctx.clock.now(), version: 0, position: ((await manager.maximum(ArticleCategory, 'position')) ?? 0) + 1 }) : await lockVersion(manager, ArticleCategory, id, version)
    const values = checkCategory(form)
    const before = id === null ? {} : { name: category.name, description: category.description }
    await manager.save(Object.assign(category, values, { version: category.version + 1 }))
    await recordChange(manager, ctx, { action: id === null ? 'article_category.created' : 'article_category.updated', subjectType: 'article_category', subjectId: category.id, subjectName: category.name, before, after: { ...values } })
    return category
  }))
}

/** Puts a category one place up or down. @throws Forbidden, NotFound */
export async function moveCategory (ctx: Context, { id, direction }: { id: number, direction: Direction }): Promise<void> {
  refuseOthers(ctx)
  await ctx.db.transaction(async manager => {
    const { row, position } = await moveRow(manager, ArticleCategory, {}, id, direction)
    await recordChange(manager, ctx, { action: 'article_category.moved', subjectType: 'article_category', subjectId: id, subjectName: row.name, before: { position: row.position }, after: { position } })
  })
}

/** Removes a category that is empty. @throws Refusal while articles stand in it, drafts too. @throws Forbidden, NotFound, Stale */
export async function removeCategory (ctx: Context, { id, version }: { id: number, version: number }): Promise<void> {
  refuseOthers(ctx)
  await ctx.db.transaction(async manager => {
    const { name, description } = await lockVersion(manager, ArticleCategory, id, version)
    const count = await manager.countBy(Article, { categoryId: id })
    if (count > 0) throw new Refusal('knowledge.category_full', { status: 409, values: { name, count } })
    await manager.delete(ArticleCategory, { id })
    await recordChange(manager, ctx, { action: 'article_category.removed', subjectType: 'article_category', subjectId: id, subjectName: name, before: { name, description }, after: {} })
  })
}

function refuseOthers ({ actor }: Context): void {
  if (!mayManageArticles(actor)) throw new Forbidden('knowledge.may_not')
}

function checkCategory (form: CategoryForm): CategoryForm {
  const checks = new FieldChecks()
  const values = { name: checks.name('name', form.name), description: checks.line('description', form.description) }
  checks.refuse()
  return values
}
