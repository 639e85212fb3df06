import { Article } from '../../src/knowledge/article.entity.js'
import { saveArticle, type ArticleForm } from '../../src/knowledge/commands/save-article.js'
import { countTickets, onPortal, type Portal } from '../tickets/portal-support.js'
import { addArticle, addCategory } from './support.js'

const words = { subject: 'My scan never comes', text: 'I scan at the copier, and no mail arrives.' }
const sparedBy = async ({ platform }: Portal, id: number): Promise<number> => (await platform.db.read.findOneByOrFail(Article, { id })).spared

onPortal('whoever asks is shown answers that fit, and goes on with one press', async (t, portal) => {
  const { visitor, topics } = portal
  const rhea = visitor()
  const before = await rhea.begin(topics.accounts.id)
  t.equal((await rhea.post(`${before}/details`, words)).headers.location, `${before}/files`, 'where nothing is written nothing is new')

  const categoryId = await addCategory(portal)
  const { id } = await addArticle(portal, categoryId)
  await addArticle(portal, categoryId, { title: 'Scan secrets of the copier', visibility: 'internal' })
  await addArticle(portal, categoryId, { title: 'Long scan story', body: `${'Words. '.repeat(1000)}` })
  const form = await rhea.begin(topics.accounts.id)
  t.equal((await rhea.post(`${form}/details`, { subject: 'Too cold', text: 'The radiator is off.' })).headers.location, `${form}/files`, 'nothing fits')
  t.equal((await rhea.post(`${form}/details`, words)).headers.location, `${form}/answers`)

  const { body } = await rhea.get(`${form}/answers`)
  t.match(body, 'My scan does not arrive by mail')
  t.match(body, 'Choose 200 dpi at the copier.', 'read on the spot')
  t.match(body, 'Read all of it', 'what is long on a page of its own')
  t.notMatch(body, 'secrets')
  t.match(body, `href="${form}/files"`)
  t.equal((await rhea.get(`${form}/files`)).statusCode, 200)
  t.equal(await sparedBy(portal, id), 0, 'looking counts nothing')

  await rhea.post(`${form}/you`, { name: 'Rhea Petrou', email: 'rhea@riverside.example', phone: '' })
  t.equal((await rhea.post(`${form}/details?to=check`, words)).headers.location, `${form}/check`, 'a change from the last page leads back there')
  t.equal((await rhea.post(`${form}/send`, {})).headers.location, `${form}/sent`)
  t.equal((await rhea.get(`${form}/answers`)).headers.location, `${form}/sent`)
})

onPortal('an answer that solves it ends the form, counts once, and can be taken back by asking after all', async (t, portal) => {
  const { visitor, topics } = portal
  const article = await addArticle(portal, await addCategory(portal))
  const { id } = article
  const rhea = visitor()
  const form = await rhea.fillIn(topics.accounts.id, words)
  t.equal((await rhea.get(`${form}/solved`)).headers.location, `${form}/details`, 'nothing was said yet')
  t.equal((await rhea.post(`${form}/answers`, { article: 'none' })).statusCode, 400)
  t.equal((await rhea.post(`${form}/answers`, { article: 999_999 })).statusCode, 404)
  for (const time of [1, 2]) t.equal((await rhea.post(`${form}/answers`, { article: id })).headers.location, `${form}/solved`, `press ${time}`)
  t.equal(await sparedBy(portal, id), 1)
  const { body } = await rhea.get(`${form}/solved`)
  t.match(body, 'Good that it is solved')
  t.match(body, `href="${form}/files"`)
  t.equal(await countTickets(portal), 0)

  t.equal((await rhea.post(`${form}/send`, {})).headers.location, `${form}/sent`)
  t.equal(await countTickets(portal), 1, 'what was typed was still there')
  t.equal(await sparedBy(portal, id), 0)

  const other = await rhea.fillIn(topics.accounts.id, words)
  await saveArticle(portal.as(portal.ana), id, { ...article, topicIds: [], state: 'draft' } as ArticleForm, article.version)
  t.equal((await rhea.get(`${other}/answers`)).headers.location, `${other}/files`, 'what was taken back is not suggested')
  t.equal((await rhea.post(`${other}/answers`, { article: id })).statusCode, 404)
})
