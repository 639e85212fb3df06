import { countMissedSearch } from '../../src/knowledge/commands/count-missed-search.js'
import type { ApiWorld } from './support.js'

const once = { kind: 'once', time: '08:00', timeZone: 'UTC', from: '2027-01-04' }

/** An address of this machine at which nothing listens. */
export const nobodyThere = 'http://127.0.0.1:9/hook'

/** One of each thing that is set up, made when it is first asked for: by its path, and what else an address of it names. */
export async function makeSetUp ({ ask1, topics, ana, ben, platform }: ApiWorld, resource: string | null): Promise<Record<string, number>> {
  const mark = `${resource ?? 'all'} ${Math.random().toString(36).slice(2, 8)}`
  const make = async (path: string, body: object): Promise<number> => (await ask1(path, { method: 'POST', body })).body.id
  const made: Record<string, number> = {}
  const makers: Record<string, () => Promise<number>> = {
    schedules: async () => make('/schedules', { name: mark, openingHours: { timeZone: 'UTC', hours: null, holidays: [] } }),
    questions: async () => (await ask1('/questions/settings')).body.items.find(({ topicId, isActive }) => topicId === topics.accounts.id && isActive === true)?.id ?? make('/questions', { topicId: topics.accounts.id, label: 'Which room?' }),
    rules: async () => make('/rules', { name: mark, when: 'created', then: [{ do: 'add_tags', tags: ['lamp'] }], inUse: false }),
    macros: async () => make('/macros', { name: mark, actions: [{ do: 'set_priority', priority: 'high' }] }),
    plans: async () => make('/plans', { name: mark, recurrence: once, template: { topicId: topics.accounts.id, requesterName: 'Maria', requesterEmail: 'maria@riverside.example', subject: 'Doors', text: 'All of them.' } }),
    roles: async () => make('/roles', { name: mark, permissions: ['ticket.read'] }),
    skills: async () => make('/skills', { name: mark }),
    statuses: async () => (await ask1('/statuses')).body.items.find(({ state }) => state === 'open')?.id ?? make('/statuses', { label: 'Elsewhere', state: 'open' }),
    'article-categories': async () => make('/article-categories', { name: `About ${mark}` }),
    articles: async () => {
      const id = await make('/articles', { title: mark, body: 'Take a lamp.', categoryId: made['article-categories'] })
      made['article-files'] = (await ask1(`/articles/${id}/files?name=lamp.txt`, { method: 'POST', body: 'A lamp.', headers: { 'content-type': 'text/plain', 'if-match': '*' } })).body.id
      return id
    },
    'missed-searches': async () => {
      await countMissedSearch({ ...platform, actor: ana }, mark)
      return (await ask1('/missed-searches')).body.items[0]!.id
    },
    webhooks: async () => make('/webhooks', { name: mark, url: nobodyThere, types: ['ticket.created'] }),
    absences: async () => (await ask1(`/agents/${ben.id}/absences`, { method: 'POST', body: { startsAt: '2027-01-04T08:00:00Z', endsAt: '2027-01-05T08:00:00Z' } })).body.items[0]!.id
  }
  const wanted = Object.entries(makers).filter(([name]) => resource === null || name === resource || (resource === 'agents' && name === 'absences') || (resource === 'articles' && name === 'article-categories'))
  for (const [name, maker] of wanted) made[name] = await maker()
  if (made.webhooks !== undefined) made.messages = await make(`/webhooks/${made.webhooks}/tests`, {})
  return made
}

/** What operations that set up are sent beside what every one is. */
export const setUpBodies: Record<string, object> = {
  ...Object.fromEntries(['departments', 'teams', 'topics', 'sla_policies', 'schedules', 'roles', 'skills', 'article_categories'].map(kind => [`${kind}_change`, { name: 'Another name' }])),
  agents_change: { email: 'ben.ortiz@example.org' },
  absences_add: { handOver: { tickets: 'keep' } },
  articles_create: { state: 'published' },
  articles_change: { state: 'published' },
  webhooks_create: { departmentIds: null },
  webhooks_change: { departmentIds: null },
  plans_create: { recurrence: once },
  plans_change: { recurrence: once }
}
