import { countMissedSearch } from '../../src/knowledge/commands/count-missed-search.js'
import { Article } from '../../src/knowledge/article.entity.js'
import { fullScans, planOf, statementsOf } from '../support/statements.js'
import { onApi, type ApiWorld } from './support.js'

const first = { title: 'Scan to mail', body: 'Choose 200 dpi.' }

async function addCategory ({ ask1 }: ApiWorld, name = 'Printing'): Promise<number> {
  return (await ask1('/article-categories', { method: 'POST', body: { name } })).body.id
}

onApi('a program writes articles and arranges them, and loses nothing to a second one', async (t, world) => {
  const { ask1, topics, platform } = world
  const categoryId = await addCategory(world)
  const made = await ask1('/articles', { method: 'POST', body: { ...first, categoryId, topicIds: [topics.printing.id] }, headers: { 'idempotency-key': 'once' } })
  t.equal(made.status, 201)
  t.match(made.body, { ...first, state: 'draft', visibility: 'internal', topicIds: [topics.printing.id], version: 1 }, 'as little as possible is shown unless it is asked for')
  t.equal((await ask1('/articles', { method: 'POST', body: { ...first, categoryId, topicIds: [topics.printing.id] }, headers: { 'idempotency-key': 'once' } })).body.id, made.body.id)
  t.equal((await ask1('/articles', { method: 'POST', body: { ...first, categoryId } })).body.errors[0]?.pointer, '/title')
  t.equal(await platform.db.read.count(Article), 1)

  const path = `/articles/${made.body.id}`
  t.equal((await ask1(path, { method: 'PATCH', body: { state: 'published' } })).status, 428)
  const changed = await ask1(path, { method: 'PATCH', body: { state: 'published', visibility: 'public' }, headers: { 'if-match': '"1"' } })
  t.match(changed, { status: 200, headers: { etag: /^"2-/ }, body: { ...first, topicIds: [topics.printing.id], state: 'published', version: 2 } }, 'what is not named stays')
  t.equal((await ask1(path, { method: 'PATCH', body: { title: 'Late' }, headers: { 'if-match': '"1"' } })).status, 412)
  t.match((await ask1(path, { method: 'PATCH', body: { body: ' ', categoryId: 999 }, headers: { 'if-match': '*' } })).body.errors.map(({ pointer }) => pointer).sort(), ['/body', '/categoryId'])

  await ask1(path, { method: 'PATCH', body: { body: 'Other words' }, headers: { 'if-match': '"2"' } })
  const page = await ask1(`${path}/revisions?limit=1`)
  t.match(page.body.items, [{ version: 3, body: 'Other words', agentName: 'Ana Ribeiro' }])
  t.match((await ask1(page.body.next?.replace(/^.*\/api\/v1/, '') ?? '')).body, { items: [{ version: 1, body: 'Choose 200 dpi.' }], next: null })
  t.equal((await ask1(`${path}/restorings`, { method: 'POST', body: { version: 2 }, headers: { 'if-match': '*' } })).status, 404, 'nothing was said anew then')
  t.equal((await ask1(`${path}/restorings`, { method: 'POST', body: { version: 1 }, headers: { 'if-match': '"2"' } })).status, 412)
  t.match((await ask1(`${path}/restorings`, { method: 'POST', body: { version: 1 }, headers: { 'if-match': '"3"' } })).body, { body: 'Choose 200 dpi.', state: 'published', version: 4 })

  const second = await addCategory(world, 'Mail')
  t.equal((await ask1(`/article-categories/${second}/shifts`, { method: 'POST', body: { to: 'up' } })).status, 200)
  t.same((await ask1('/article-categories')).body.items.map(({ name, articles }) => [name, articles]), [['Mail', 0], ['Printing', 1]])
  t.equal((await ask1(`/article-categories/${categoryId}`, { method: 'DELETE', headers: { 'if-match': '*' } })).status, 409)
  t.equal((await ask1(`/article-categories/${second}`, { method: 'DELETE', headers: { 'if-match': '"1"' } })).status, 200)
  t.equal((await ask1(`/article-categories/${second}`)).status, 404)
})

onApi('opening one category looks at that one, however many there are', async (t, world) => {
  const { ask1, platform } = world
  const ids = [await addCategory(world), await addCategory(world, 'Mail'), await addCategory(world, 'Doors')]
  await ask1('/articles', { method: 'POST', body: { ...first, categoryId: ids[1], state: 'published' } })
  t.match(await ask1(`/article-categories/${ids[1]}`), { status: 200, body: { id: ids[1], name: 'Mail', articles: 1 }, headers: { etag: /^"1-/ } })
  const asked = (await statementsOf(platform, async () => ask1(`/article-categories/${ids[1]}`))).filter(({ sql }) => sql.includes('article_categories'))
  t.equal(asked.length, 1)
  t.same(fullScans(await planOf(platform, asked[0]!), ['c']), [])
})

onApi('articles are listed a page at a time and looked for by words, as far as the agent reads them', async (t, world) => {
  const { ask1, keyFor, ben } = world
  const [one, two] = [await addCategory(world), await addCategory(world, 'Mail')]
  for (const [title, state, categoryId] of [['Scan to mail', 'published', one], ['Paper jam', 'published', one], ['Scan some day', 'draft', two]] as const) await ask1('/articles', { method: 'POST', body: { title, body: 'Words', state, categoryId } })
  const titles = async (query: string, key?: string): Promise<unknown[]> => (await ask1(`/articles${query}`, key === undefined ? {} : { key })).body.items.map(({ title }) => title)

  const page = await ask1('/articles?limit=2')
  t.same(page.body.items.map(({ title }) => title), ['Scan to mail', 'Paper jam'])
  t.same((await ask1(page.body.next?.replace(/^.*\/api\/v1/, '') ?? '')).body.items.map(({ title }) => title), ['Scan some day'])
  t.same(await titles(`?categoryId=${two}`), ['Scan some day'])
  t.same((await titles('?q=scanning')).sort(), ['Scan some day', 'Scan to mail'])
  t.same(await titles(`?q=scanning&categoryId=${one}`), ['Scan to mail'])
  t.same(await titles('?q=%22%25%27'), [])

  const reader = await keyFor({ agentId: ben.id })
  t.same(await titles('', reader), ['Scan to mail', 'Paper jam'], 'drafts are for those who write')
  t.equal((await ask1('/articles/1/revisions', { key: reader })).status, 403)
  const draft = (await ask1('/articles?q=day')).body.items[0]?.id
  t.equal((await ask1(`/articles/${draft}`, { key: reader })).status, 404)
  for (const [path, method, body] of [['/articles', 'POST', { ...first, categoryId: one }], ['/articles/1', 'PATCH', { title: 'Mine' }], ['/article-categories', 'POST', { name: 'Mine' }], [`/article-categories/${one}`, 'PATCH', { name: 'Mine' }], [`/article-categories/${one}`, 'DELETE', undefined]] as const) {
    t.equal((await ask1(path, { method, body, key: reader, headers: { 'if-match': '*' } })).status, 403, `${method} ${path}`)
  }
  const narrow = await keyFor({ departmentIds: [world.departments.it.id] })
  t.same(await titles('', narrow), ['Scan to mail', 'Paper jam'], 'a key for some departments reads what every agent does')
  t.equal((await ask1('/articles', { method: 'POST', body: { ...first, categoryId: one }, key: narrow })).status, 403)
  t.equal((await ask1('/articles', { key: await keyFor({ scopes: ['tickets.read'] }) })).status, 403)
})

onApi('files of an article go up one by one, streamed, and each is a version', async (t, world) => {
  const { ask1, keyFor, ben } = world
  const { body: { id } } = await ask1('/articles', { method: 'POST', body: { ...first, categoryId: await addCategory(world), state: 'published' } })
  const path = `/articles/${id}/files`
  const send = async (name: string, body: string, headers: Record<string, string> = {}) => ask1(`${path}?name=${encodeURIComponent(name)}`, { method: 'POST', body, headers: { 'content-type': 'image/png', 'if-match': '*', ...headers } })

  t.equal((await ask1(`${path}?name=a.txt`, { method: 'POST', body: 'a', headers: { 'content-type': 'text/plain' } })).status, 428)
  const added = await send('../lamp.png', 'no picture', { 'if-match': '"1"' })
  t.match(added, { status: 201, headers: { etag: /^"2-/, location: `/api/v1/articles/${id}/files/${added.body.id}` }, body: { name: 'lamp.png', size: 10, contentType: 'application/octet-stream' } }, 'a type is believed only where the content says so')
  t.equal((await send('b.png', 'late', { 'if-match': '"1"' })).status, 412)
  t.equal((await send('b.png', '')).status, 422)
  t.equal((await send('b.png', 'x', { 'content-type': 'multipart/form-data; boundary=x' })).status, 415)
  t.match((await ask1(path)).body.items, [{ id: added.body.id, name: 'lamp.png' }])
  t.match((await ask1(`/articles/${id}`)).body.files, [{ name: 'lamp.png' }])
  t.match(await ask1(`${path}/${added.body.id}`), { status: 200, text: 'no picture', headers: { 'content-type': 'application/octet-stream', 'content-disposition': /^attachment/ } })
  t.match(await ask1(`${path}/${added.body.id}`, { headers: { 'if-none-match': `"${added.body.sha256 as string}"` } }), { status: 304, text: '' })

  t.equal((await send('LAMP.png', 'a better one')).status, 201)
  t.same((await ask1(path)).body.items.map(({ name }) => name), ['LAMP.png'], 'one of the same name takes its place')
  const reader = await keyFor({ agentId: ben.id })
  t.equal((await ask1(`${path}/${added.body.id}`, { key: reader })).status, 404)
  t.equal((await ask1(`${path}/${added.body.id}`)).text, 'no picture', 'who writes still gets it')
  const [now] = (await ask1(path, { key: reader })).body.items
  for (const [method, more] of [['POST', '?name=x.txt'], ['DELETE', `/${now?.id}`]] as const) t.equal((await ask1(`${path}${more}`, { method, key: reader, headers: { 'if-match': '*', 'content-type': 'text/plain' }, ...(method === 'POST' && { body: 'x' }) })).status, 403, method)
  t.equal((await ask1(`${path}/${added.body.id}`, { method: 'DELETE', headers: { 'if-match': '*' } })).status, 404, 'what is gone is not taken away again')
  t.equal((await ask1(`${path}/${now?.id}`, { method: 'DELETE', headers: { 'if-match': '"3"' } })).status, 200)
  t.match((await ask1(`/articles/${id}/revisions`)).body.items.map(({ version, files }) => [version, (files as unknown as Array<{ name: string }>).map(({ name }) => name)]), [[4, []], [3, ['LAMP.png']], [2, ['lamp.png']], [1, []]])
  await ask1(`/articles/${id}/restorings`, { method: 'POST', body: { version: 2 }, headers: { 'if-match': '*' } })
  t.match((await ask1(path)).body.items, [{ name: 'lamp.png', sha256: added.body.sha256 }])
})

onApi('who writes articles by a program reads what was looked for in vain', async (t, world) => {
  const { ask1, keyFor, ben, platform, ana } = world
  for (const words of ['Beamer', 'projector', 'beamer']) await countMissedSearch({ ...platform, actor: ana }, words)
  const page = await ask1('/missed-searches?limit=1')
  t.match(page.body.items, [{ term: 'beamer', times: 2, byAgents: 2 }])
  const next = (await ask1(page.body.next?.replace(/^.*\/api\/v1/, '') ?? '')).body
  t.match(next, { items: [{ term: 'projector', times: 1 }], next: null })
  const reader = await keyFor({ agentId: ben.id })
  t.equal((await ask1('/missed-searches', { key: reader })).status, 403)
  t.equal((await ask1(`/missed-searches/${next.items[0]?.id}`, { method: 'DELETE', key: reader })).status, 403)
  t.equal((await ask1(`/missed-searches/${next.items[0]?.id}`, { method: 'DELETE' })).status, 200)
  t.equal((await ask1(`/missed-searches/${next.items[0]?.id}`, { method: 'DELETE' })).status, 404)
})
