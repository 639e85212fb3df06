import { Article } from '../../src/knowledge/article.entity.js'
import { saveArticle, type ArticleForm } from '../../src/knowledge/commands/save-article.js'
import { formWith } from '../support/page-form.js'
import { inWorld } from '../support/world.js'
import { addArticle, addCategory, browser } from './support.js'

inWorld('a desk without answers shows nothing of them', async (t, world) => {
  const { get } = await browser(t, world)
  const categoryId = await addCategory(world)
  await addArticle(world, categoryId, { title: 'Inside', visibility: 'internal' })
  await addArticle(world, categoryId, { title: 'Unfinished', state: 'draft' })
  t.notMatch((await get('/')).body, '/answers')
  t.match((await get('/answers')).body, 'There are no answers to read yet')

  await addArticle(world, categoryId)
  const start = (await get('/')).body
  t.match(start, 'action="/answers"')
  t.match(start, 'href="/answers"')
})

inWorld('a stranger finds and reads what everybody may, and nothing else by whatever address', async (t, world) => {
  const categoryId = await addCategory(world)
  const open = await addArticle(world, categoryId, { title: 'Scan to mail', body: 'Words for everybody about scanning' })
  const inside = await addArticle(world, categoryId, { title: 'Scan secrets', body: 'Words for agents about scanning', visibility: 'internal' })
  const draft = await addArticle(world, categoryId, { title: 'Scan some day', body: 'Half a sentence about scanning', state: 'draft' })
  const german = await addArticle(world, categoryId, { title: 'Scan auf Deutsch', body: 'Worte zum Scannen', locale: 'de' })
  const { get, post } = await browser(t, world)

  for (const url of ['/answers', `/answers?category=${categoryId}`, '/answers?q=scan']) {
    const { body } = await get(url)
    t.match(body, `/answers/${open.id}`, url)
    t.notMatch(body, /secrets|some day|auf Deutsch/, url)
  }
  t.match((await get('/answers?q=scan&lang=de')).body, 'auf Deutsch')
  t.match((await get(`/answers/${german.id}`)).body, 'lang="de"', 'by its address also in another language')
  t.match((await get(`/answers/${open.id}?q=scan`)).body, 'href="/answers?q=scan"', 'the way back leads to what was found')

  for (const { id } of [inside, draft, { id: 999_999 }]) {
    t.equal((await get(`/answers/${id}`)).statusCode, 404)
    t.equal((await post(`/answers/${id}/votes`, { helped: 'yes' })).statusCode, 404)
  }
  t.equal((await get('/answers/none')).statusCode, 400)

  const agent = await browser(t, world, world.ben.id)
  t.equal((await agent.get(`/answers/${inside.id}`)).statusCode, 404, 'on the portal an agent is a visitor too')

  await saveArticle(world.as(world.ana), open.id, { ...open, topicIds: [], state: 'draft' } as ArticleForm, open.version)
  t.equal((await get(`/answers/${open.id}`)).statusCode, 404, 'what is taken back is gone at once')
})

inWorld('a reader says once whether it helped', async (t, world) => {
  const { id } = await addArticle(world, await addCategory(world))
  const counts = async () => {
    const { helped, notHelped, version } = await world.platform.db.read.findOneByOrFail(Article, { id })
    return { helped, notHelped, version }
  }
  const { get, post } = await browser(t, world)
  const page = (await get(`/answers/${id}`)).body
  t.match(page, 'Did this help?')
  const action = /action="([^"]+votes)"/.exec(page)?.[1] ?? ''
  t.equal((await post(action, { helped: 'maybe' })).statusCode, 400)
  t.equal((await post(action, { helped: 'yes' })).statusCode, 303)
  t.match((await get(`/answers/${id}`)).body, 'You have told us whether this helped.')
  t.equal((await post(action, { helped: 'no' })).statusCode, 303, 'a second press is no mistake')
  t.same(await counts(), { helped: 1, notHelped: 0, version: 1 }, 'and is not counted')

  const other = await browser(t, world)
  await other.post(action, { helped: 'no' })
  t.same(await counts(), { helped: 1, notHelped: 1, version: 1 })
  t.equal((await other.post(`/answers/${id}/votes`, '')).statusCode, 400)
})

inWorld('whatever is in an article or looked for is words, and never part of a page', async (t, world) => {
  const script = '<script>alert(1)</script>'
  const long = 'x'.repeat(180)
  const { id } = await addArticle(world, await addCategory(world, `Print ${script}`), {
    title: `Scan ${script}`, body: `# Head ${script}\n\n- point **${script}**\n- javascript:alert(1)\n- https://example.org/"onmouseover="alert(1)\n\n1. ${long}\n\n&lt;b&gt; & “quotes”`
  })
  const { get } = await browser(t, world)
  for (const url of [`/answers/${id}`, '/answers', `/answers?q=${encodeURIComponent(`scan ${script}`)}`, `/answers/${id}?q=${encodeURIComponent(`">${script}`)}`]) {
    const { body, statusCode } = await get(url)
    t.equal(statusCode, 200, url)
    t.notMatch(body, '<script', url)
    t.notMatch(body, 'onmouseover="', url)
    t.notMatch(body, 'href="javascript', url)
  }
  const { body } = await get(`/answers/${id}`)
  t.match(body, /<h2>Head &lt;script&gt;/)
  t.match(body, /<ul class="points"><li>point <b>&lt;script&gt;/)
  t.match(body, `<ol class="points"><li>${long}`)
  t.match(body, 'href="https://example.org/"', 'an address ends before a quotation mark')
  t.match(body, '&amp;lt;b&amp;gt; &amp; “quotes”')

  for (const words of ['"', "'", '%', '*', '(', 'scan AND NOT (', 'scan OR "', '+scan -mail ~x @5', 'NEAR(scan mail)', 'title:scan', '\\', '_', '   ', long, 'scan\u0000mail', '👩‍💻', 'is it']) {
    t.equal((await get(`/answers?${new URLSearchParams({ q: words }).toString()}`)).statusCode, 200, words)
  }
  t.equal((await get(`/answers?q=${'y'.repeat(300)}`)).statusCode, 400, 'longer than the box lets anybody type')
  t.ok(formWith((await get('/answers?q=%25')).body, 'q').fields.some(([, value]) => value === '%'))
})

inWorld('five hundred answers are walked a page at a time, each once', async (t, world) => {
  const categoryId = await addCategory(world)
  await world.platform.db.transaction(async manager => {
    for (let place = 1; place <= 500; place += 100) {
      const rows = Array.from({ length: 100 }, (_each, more) => place + more)
      await manager.query(
        `INSERT INTO articles (category_id, title, body, visibility, state, created_at, changed_at, changed_by_name) VALUES ${rows.map(() => "(?, ?, 'Words about printing', 'public', 'published', 0, 0, 'Ana')").join(', ')}`,
        rows.flatMap(each => [categoryId, `Article & more ${String(each).padStart(3, '0')}`])
      )
    }
  })
  const { get } = await browser(t, world)
  t.match((await get('/answers')).body, 'All 500 in Printing')
  const seen = new Set<string>()
  let url = `/answers?category=${categoryId}`
  let pages = 0
  for (; url !== ''; pages += 1) {
    const { body } = await get(url)
    for (const [, id = ''] of body.matchAll(/href="\/answers\/(\d+)"/g)) seen.add(id)
    url = /href="([^"]+)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? ''
  }
  t.same([seen.size, pages], [500, 10])
  t.equal((await get('/answers?q=printing')).body.match(/href="\/answers\/\d+\?/g)?.length, 25, 'a word in all of them finds the best of them')
})
