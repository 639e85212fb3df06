import type { Platform } from '../platform/context.js'
import type { NavBuilder } from '../plugins/page.js'
import { createQueueCounts, navQueues } from './nav.js'
import { countCap } from './queue.queries.js'

/** The queues with their counts, beside every page of the desk. */
export function createDeskNav (platform: Platform): NavBuilder {
  const countsFor = createQueueCounts(platform)

  return async ({ agent, url, format }, t) => {
    if (agent === null) return []
    const counts = await countsFor(agent)
    const here = url.split('?')[0]

    const reports = { href: '/desk/promises', icon: 'chart', label: t('reports.promises.title'), count: null, current: here === '/desk/promises', key: 'g p' }
    const open = counts.get('tasks') ?? 0
    const tasks = { href: '/desk/tasks', icon: 'tasks', label: t('tasks.mine'), count: open === 0 ? null : format.capped(open, countCap), current: here === '/desk/tasks', key: 'g k' }
    const articles = { href: '/desk/articles', icon: 'book', label: t('knowledge.articles'), count: null, current: /^\/desk\/(?:articles|article-categories|missed-searches)(?:\/|$)/.test(here ?? ''), key: 'g b' }
    return (['mine', 'desk'] as const).map(group => ({
      title: t(`queues.group.${group}`),
      links: [...navQueues.filter(queue => queue.group === group).map(({ name, icon, key }) => {
        const href = `/desk/queues/${name}`
        const count = counts.get(name) ?? 0
        return { href, icon, key, label: t(`queues.name.${name}`), count: count === 0 ? null : format.capped(count, countCap), hot: name === 'mine' && count > 0, current: here === href }
      }), ...(group === 'desk' ? [articles, reports] : [tasks])]
    }))
  }
}
