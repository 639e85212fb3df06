import { Readable } from 'node:stream'
import { listFormFiles } from '../../src/tickets/attachment.queries.js'
import { draftFilesKey } from '../../src/tickets/draft-files.js'
import { Draft } from '../../src/tickets/draft.entity.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { Article } from '../../src/knowledge/article.entity.js'
import { saveArticle } from '../../src/knowledge/commands/save-article.js'
import { bodyOf, formWith } from '../support/page-form.js'
import { inWorld } from '../support/world.js'
import { addArticle, addCategory, browser } from './support.js'

inWorld('an article goes below what an agent has written, as text or as a link', async (t, world) => {
  const ticket = await world.ask({ subject: 'Scan', text: 'It does not come.' })
  const categoryId = await addCategory(world)
  const open = await addArticle(world, categoryId, { body: '# Smaller\n\n1. Choose **200 dpi**.' })
  const inside = await addArticle(world, categoryId, { title: 'Scan server', body: 'Restart it.', visibility: 'internal' })
  const draft = await addArticle(world, categoryId, { title: 'Scan some day', state: 'draft' })
  const { get, post } = await browser(t, world, world.ben.id)
  const path = `/desk/tickets/${ticket.id}`
  const written = async () => world.platform.db.read.findOneBy(Draft, { ticketId: ticket.id })

  const composer = formWith((await get(path)).body, 'text')
  const away = await post(composer.action, bodyOf(composer, { text: 'Dear Maria,', send: 'article' }))
  t.equal(away.headers.location, `${path}/articles`)
  const { body } = await get(`${path}/articles`)
  t.match(body, /scan<\/mark> does not arrive/i, 'looked for by what the ticket is about')
  t.notMatch(body, 'some day')

  t.equal((await post(`${path}/articles`, { article: String(open.id), as: 'text' })).headers.location, `${path}#composer`)
  t.equal((await post(`${path}/articles`, { article: String(open.id), as: 'link' })).statusCode, 303)
  t.match(await written(), { kind: 'reply', text: `Dear Maria,\n\nSmaller\n\n1. Choose 200 dpi.\n\nMy scan does not arrive by mail\n${world.platform.config.baseUrl}/answers/${open.id}` })
  t.match((await get(path)).body, 'Dear Maria,')

  const refused = await post(`${path}/articles`, { article: String(inside.id), as: 'link', q: 'server' })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'Requesters cannot read this article')
  t.equal((await post(`${path}/articles`, { article: String(inside.id), as: 'text' })).statusCode, 303)
  t.equal((await post(`${path}/articles`, { article: String(draft.id), as: 'text' })).statusCode, 404)
  t.equal((await post(`${path}/articles`, { article: '1', as: 'html' })).statusCode, 400)

  const long = await addArticle(world, categoryId, { title: 'Scan at length', body: 'x'.repeat(40_000) })
  for (const status of [303, 303, 422]) t.equal((await post(`${path}/articles`, { article: String(long.id), as: 'text' })).statusCode, status)
  t.match((await written())?.text, /^Dear Maria,/, 'nothing typed is lost')

  const nadia = await browser(t, world, world.nadia.id)
  t.equal((await nadia.get(`${path}/articles`)).statusCode, 404)
  t.equal((await nadia.post(`${path}/articles`, { article: String(open.id), as: 'text' })).statusCode, 404)
})

inWorld('the files of an article come along with its text, once, and can be taken off', async (t, world) => {
  const ticket = await world.ask({ subject: 'Scan', text: 'It does not come.' })
  const article = await addArticle(world, await addCategory(world), { body: 'Press it.\n\n![The button](panel.png)\n\nSee [the form](form.pdf).' })
  const kept = async (name: string) => ({ name, contentType: 'text/plain', ...await world.platform.files.put(Readable.from([name])) })
  await saveArticle(world.as(world.ana), article.id, { ...article, topicIds: [] }, 1, { added: await Promise.all(['panel.png', 'form.pdf'].map(kept)), removedIds: [] })
  const { get, post } = await browser(t, world, world.ben.id)
  const path = `/desk/tickets/${ticket.id}`
  await post(`${path}/articles`, { article: String(article.id), as: 'link' })
  t.equal((await listFormFiles(world.platform.db.read, draftFilesKey(world.ben.id, ticket.id))).length, 0, 'a link needs none')

  for (const _turn of [1, 2]) t.equal((await post(`${path}/articles`, { article: String(article.id), as: 'text' })).statusCode, 303)
  t.same((await listFormFiles(world.platform.db.read, draftFilesKey(world.ben.id, ticket.id))).map(({ name }) => name), ['panel.png', 'form.pdf'])
  const page = (await get(path)).body
  t.match(page, /Press it\.\s+\[The button\]\s+See the form\./)
  t.match(page, /name="remove" value="\d+">Remove<span class="visually-hidden"> panel\.png/)

  const many = await addArticle(world, article.categoryId, { title: 'Scan with much' })
  await saveArticle(world.as(world.ana), many.id, { ...many, topicIds: [] }, 1, { added: await Promise.all(Array.from({ length: 11 }, async (_each, place) => kept(`${place}.txt`))), removedIds: [] })
  await post(`${path}/articles`, { article: String(many.id), as: 'text' })
  t.match((await get(path)).body, '3 of its files found no place', 'what is left out is told')
})

inWorld('an article begins with what a solved ticket says, as a draft for agents', async (t, world) => {
  const ticket = await world.ask({ subject: 'Scan does not come', text: 'It says that the mail is too large.', topicId: world.topics.accounts.id })
  await addCategory(world)
  const path = `/desk/tickets/${ticket.id}`
  const ana = await browser(t, world, world.ana.id)
  t.notMatch((await ana.get(path)).body, 'Write an article from this ticket')
  const { version } = ticket
  await replyToTicket(world.as(world.ana), { ticketId: ticket.id, text: 'Choose 200 dpi.', outcome: 'resolved', version })
  t.match((await ana.get(path)).body, `href="${path}/article"`)

  const form = formWith((await ana.get(`${path}/article`)).body, 'title')
  t.same(form.fields.filter(([name]) => ['title', 'body', 'state', 'visibility', 'topicIds'].includes(name)), [
    ['title', 'Scan does not come'], ['body', '# What was asked\n\nIt says that the mail is too large.\n\n# What helped\n\nChoose 200 dpi.'],
    ['state', 'draft'], ['visibility', 'internal'], ['topicIds', String(world.topics.accounts.id)]
  ])
  t.equal(await world.platform.db.read.count(Article), 0, 'looking writes nothing')
  t.equal((await ana.post(form.action, bodyOf(form))).statusCode, 303)
  t.match(await world.platform.db.read.findOneByOrFail(Article, { title: 'Scan does not come' }), { state: 'draft', visibility: 'internal' })

  const ben = await browser(t, world, world.ben.id)
  t.notMatch((await ben.get(path)).body, 'Write an article from this ticket')
  t.equal((await ben.get(`${path}/article`)).statusCode, 403)
  t.equal((await (await browser(t, world, world.nadia.id)).get(`${path}/article`)).statusCode, 404)
})
