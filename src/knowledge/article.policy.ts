import { holdsAnywhere, type Actor } from '../platform/actor.js'
import type { Article } from './article.entity.js'

/** Whether somebody writes articles and arranges them: an agent whose role in some department says so. A program that is held to some departments does not. */
export const mayManageArticles = (actor: Actor): boolean => holdsAnywhere(actor, 'knowledge.manage') && !(actor.party === 'agent' && actor.isNarrowed === true)

/** Whether somebody may read an article whose address he or she has. */
export function mayReadArticle (actor: Actor, { state, visibility }: Pick<Article, 'state' | 'visibility'>): boolean {
  if (mayManageArticles(actor)) return true
  return state === 'published' && (visibility === 'public' || actor.party === 'agent')
}

/**
 * The same as SQL about the articles `a`, for lists and searches. On the portal an article in another language is left
 * out of them: `locale` is the language of whoever reads, and null for all.
 */
export function readableBy (actor: Actor, locale: string | null): { sql: string, values: string[] } {
  const ofLanguage = locale === null ? { sql: '', values: [] } : { sql: ' AND (a.locale IS NULL OR a.locale = ?)', values: [locale] }
  if (mayManageArticles(actor)) return { sql: `1 = 1${ofLanguage.sql}`, values: ofLanguage.values }
  const visible = actor.party === 'agent' ? '' : " AND a.visibility = 'public'"
  return { sql: `a.state = 'published'${visible}${ofLanguage.sql}`, values: ofLanguage.values }
}
