import type { Test } from 'tap'
import { saveArticle, type ArticleForm } from '../../src/knowledge/commands/save-article.js'
import { saveCategory } from '../../src/knowledge/commands/save-category.js'
import type { Article } from '../../src/knowledge/article.entity.js'
import { cookieFor, openTestApp, ownForm } from '../support/app.js'
import type { World } from '../support/world.js'

/** A category by hand of Ana. */
export const addCategory = async (world: World, name = 'Printing'): Promise<number> => (await saveCategory(world.as(world.ana), null, { name, description: '' }, 0)).id

/** An article by hand of Ana that everybody may read, unless told otherwise. */
export async function addArticle (world: World, categoryId: number, values: Partial<ArticleForm> = {}): Promise<Article> {
  return saveArticle(world.as(world.ana), null, {
    title: 'My scan does not arrive by mail', body: 'Choose 200 dpi at the copier.', visibility: 'public', state: 'published', locale: null, topicIds: [], categoryId, ...values
  }, 0)
}

/** A browser that keeps its cookies, of a visitor or of an agent who is signed in. */
export async function browser (t: Test, { platform }: World, agentId: number | null = null) {
  const app = await openTestApp(platform)
  t.teardown(async () => app.close())
  const jar = new Map<string, string>()
  if (agentId !== null) jar.set('sid', (await cookieFor(platform, { agentId })).slice('sid='.length))
  const send = async (options: { method: 'GET' | 'POST', url: string, payload?: string | Buffer, headers?: Record<string, string> }) => {
    const answer = await app.inject({ ...options, headers: { ...options.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } })
    for (const { name, value } of answer.cookies) if (value === '') jar.delete(name); else jar.set(name, encodeURIComponent(value))
    return answer
  }
  return {
    send,
    get: async (url: string) => send({ method: 'GET', url }),
    post: async (url: string, values: Record<string, string> | string) => send({ method: 'POST', url, payload: typeof values === 'string' ? values : new URLSearchParams(values).toString(), headers: ownForm })
  }
}
