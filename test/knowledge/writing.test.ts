import { Article } from '../../src/knowledge/article.entity.js'
import { ArticleRevision } from '../../src/knowledge/article-revision.entity.js'
import { saveArticle } from '../../src/knowledge/commands/save-article.js'
import { lastChange } from '../support/history.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { refused } from '../support/refused.js'
import { inWorld } from '../support/world.js'
import { addArticle, addCategory, browser } from './support.js'

inWorld('an article is written, refused in words, saved once, and loses nothing to a second writer', async (t, world) => {
  const { get, post } = await browser(t, world, world.ana.id)
  t.match((await get('/desk/articles/new')).body, 'There is no category yet')
  const category = formWith((await get('/desk/article-categories/new')).body, 'name')
  t.equal((await post(category.action, bodyOf(category, { name: 'Printing' }))).statusCode, 303)

  const form = formWith((await get('/desk/articles/new')).body, 'title')
  const empty = await post(form.action, bodyOf(form, { body: 'Only a text' }))
  t.equal(empty.statusCode, 422)
  t.match(empty.body, 'Write a title')
  t.match(empty.body, 'Only a text', 'what was typed stays')
  const filled = bodyOf(form, { title: 'Scan', body: 'First words', state: 'published', visibility: 'public', topicIds: String(world.topics.printing.id) })
  const made = await post(form.action, filled)
  t.equal(made.statusCode, 303)
  const again = await post(form.action, filled)
  t.equal(again.statusCode, 422)
  t.match(again.body, 'This category has an article with this title', 'the same form twice makes one article')
  t.equal(await world.platform.db.read.count(Article), 1)

  const path = String(made.headers.location)
  t.match((await get(path)).body, /First words[^]*For requests about Printing and scanning/)
  const [mine, theirs] = [formWith((await get(`${path}/edit`)).body, 'title'), formWith((await get(`${path}/edit`)).body, 'title')]
  t.equal((await post(theirs.action, bodyOf(theirs, { body: 'Second words' }))).statusCode, 303)
  const stale = await post(mine.action, bodyOf(mine, { body: 'Words that came too late' }))
  t.equal(stale.statusCode, 409)
  t.match(stale.body, 'Words that came too late', 'what was typed stays')
  t.match(await lastChange(world, 'article'), { action: 'article.updated', subjectName: 'Scan' })
})

inWorld('every version of an article can be read and brought back', async (t, world) => {
  const { get, post } = await browser(t, world, world.ana.id)
  const categoryId = await addCategory(world)
  const { id } = await addArticle(world, categoryId, { title: 'Scan', body: 'The very first words' })
  const form = { title: 'Scan to mail', body: 'Other words', categoryId, visibility: 'public', state: 'draft', locale: 'de', topicIds: [world.topics.printing.id] } as const
  await saveArticle(world.as(world.ana), id, { ...form, topicIds: [...form.topicIds] }, 1)
  await saveArticle(world.as(world.ana), id, { ...form, state: 'published', topicIds: [...form.topicIds] }, 2)
  t.equal(await world.platform.db.read.countBy(ArticleRevision, { articleId: id }), 2, 'one for each text, none for a state')

  const page = (await get(`/desk/articles/${id}/versions/1`)).body
  t.match(page, /The very first words/)
  t.match(page, /Ana Ribeiro, /)
  const restore = formWith(page, 'version')
  t.equal((await post(restore.action, { version: '2' })).statusCode, 409, 'not over a version that one has not seen')
  t.equal((await post(restore.action, bodyOf(restore))).statusCode, 303)
  t.match(await world.platform.db.read.findOneByOrFail(Article, { id }), { title: 'Scan', body: 'The very first words', state: 'published', locale: 'de', version: 4 }, 'its words alone come back')
  t.match((await get(`/desk/articles/${id}`)).body, 'For requests about Printing and scanning')
  t.match((await get(`/desk/articles/${id}/versions/2`)).body, 'Other words', 'what was replaced is still there')
  t.equal((await get(`/desk/articles/${id}/versions/3`)).statusCode, 404)
})

inWorld('an agent whose role does not say so reads articles and changes none', async (t, world) => {
  const categoryId = await addCategory(world)
  const { id } = await addArticle(world, categoryId, { visibility: 'internal', body: 'For agents alone' })
  const draft = await addArticle(world, categoryId, { title: 'Half a thought', state: 'draft' })
  const { get, post } = await browser(t, world, world.ben.id)

  const read = (await get(`/desk/articles/${id}`)).body
  t.match(read, 'For agents alone')
  t.notMatch(read, `/desk/articles/${id}/edit`)
  t.equal((await get(`/desk/articles/${draft.id}`)).statusCode, 404)
  for (const url of ['/desk/articles', `/desk/articles?category=${categoryId}`, '/desk/articles?q=thought']) t.notMatch((await get(url)).body, 'Half a thought', url)
  for (const url of ['/desk/articles/new', `/desk/articles/${id}/edit`, `/desk/articles/${id}/versions`, '/desk/article-categories']) t.equal((await get(url)).statusCode, 403, url)
  for (const url of ['/desk/articles', `/desk/articles/${id}`, `/desk/articles/${id}/versions/1/restorings`, '/desk/article-categories', `/desk/article-categories/${categoryId}`, `/desk/article-categories/${categoryId}/moves`, `/desk/article-categories/${categoryId}/removal`]) {
    t.equal((await post(url, { title: 'Mine', name: 'Mine', body: 'Mine', version: '1', categoryId: String(categoryId), state: 'published', visibility: 'public', direction: 'up' })).statusCode, 403, url)
  }
  t.same(await refused(async () => saveArticle(world.as(world.ben), id, { title: 'Mine', body: 'Mine', categoryId, visibility: 'public', state: 'published', locale: null, topicIds: [] }, 1)), ['knowledge.may_not'], 'nor past the pages')
  t.match(await world.platform.db.read.findOneByOrFail(Article, { id }), { body: 'For agents alone', version: 1 })
})

inWorld('categories are put in order, and one with articles in it is not removed', async (t, world) => {
  const { get, post } = await browser(t, world, world.ana.id)
  const [first, second] = [await addCategory(world, 'Accounts'), await addCategory(world, 'Printing')]
  await addArticle(world, first, { state: 'draft' })
  await post(`/desk/article-categories/${second}/moves`, { direction: 'up' })
  t.match((await get('/desk/article-categories')).body, /Printing[^]*Accounts/)

  const form = formWith((await get(`/desk/article-categories/${first}`)).body, 'name')
  const full = await post(`/desk/article-categories/${first}/removal`, bodyOf(form))
  t.equal(full.statusCode, 409)
  t.match(full.body, 'Accounts still has 1 article.', 'a draft counts too')
  const taken = await post(form.action, bodyOf(form, { name: 'Printing' }))
  t.equal(taken.statusCode, 422)
  t.match(taken.body, 'There is another one with this name')
  t.equal((await post(`/desk/article-categories/${second}/removal`, { version: '1' })).statusCode, 303)
  t.equal((await get(`/desk/articles?category=${second}`)).statusCode, 404)
})
