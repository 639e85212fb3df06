import { Draft } from '../../src/tickets/draft.entity.js'
import { replyToTicket } from '../../src/tickets/commands/reply-to-ticket.js'
import { Article } from '../../src/knowledge/article.entity.js'
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
