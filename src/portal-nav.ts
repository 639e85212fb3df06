import { hasPublicArticles } from './knowledge/article.queries.js'
import type { Platform } from './platform/context.js'
import type { NavBuilder } from './plugins/page.js'

/** What the head of every page of the portal leads to. A desk that has written no answers leads to none. */
export function createPortalNav ({ db }: Platform): NavBuilder {
  return async ({ locale, url }, t) => {
    const links = [{ href: '/ask', icon: 'plus', label: t('common.portal.ask') }, { href: '/requests', icon: 'list', label: t('common.portal.requests') }]
    if (await hasPublicArticles(db.read, locale)) links.push({ href: '/answers', icon: 'book', label: t('knowledge.answers') })
    return [{ title: '', links: links.map(link => ({ ...link, current: url.startsWith(link.href) })) }]
  }
}
