import { searchArticles, suggestArticles } from '../../src/knowledge/article-search.queries.js'
import { visitor } from '../../src/plugins/current-actor.js'
import { inWorld, type World } from '../support/world.js'
import { addArticle, addCategory } from './support.js'

const readers = { actor: visitor, locale: 'en' } as const

async function fill (world: World): Promise<void> {
  const categoryId = await addCategory(world)
  await addArticle(world, categoryId, { title: 'My scan does not arrive by mail', body: 'Scans over 20 MB are refused by the mail server.', topicIds: [world.topics.printing.id] })
  await addArticle(world, categoryId, { title: 'Scan to your home folder', body: 'The file is there within a minute.' })
  await addArticle(world, categoryId, { title: 'Paper is jammed', body: 'Open the door of the printer. Printers show where.', topicIds: [world.topics.printing.id] })
  await addArticle(world, categoryId, { title: 'Büro: Schlüssel verloren', body: 'Melden Sie sich beim Pförtner.' })
  await addArticle(world, categoryId, { title: 'Connect to the VPN', body: 'Install the client, then sign in with your password.' })
}

inWorld('a search finds the best first, by other forms of a word and without its marks', async (t, world) => {
  await fill(world)
  const titles = async (words: string): Promise<string[]> => (await searchArticles(world.platform.db, readers, words)).map(({ title }) => title)
  t.same(await titles('scan does not arrive'), ['My scan does not arrive by mail', 'Scan to your home folder'])
  t.same(await titles('scanned'), ['My scan does not arrive by mail', 'Scan to your home folder'])
  t.same(await titles('PRINTING'), ['Paper is jammed'])
  t.same(await titles('schlussel buro'), ['Büro: Schlüssel verloren'])
  t.same(await titles('vpn'), ['Connect to the VPN'], 'three letters are enough')
  t.same(await titles('xylophone'), [])
  t.same(await titles(''), [])
})

inWorld('what is suggested has to do with what is asked', async (t, world) => {
  await fill(world)
  const { topics } = world
  const titles = async (subject: string, text: string, topicId: number | null = null): Promise<string[]> => (await suggestArticles(world.platform.db, readers, { subject, text, topicId })).map(({ title }) => title)
  t.same(await titles('Scans do not come', 'Please help, I have been waiting for a mail with my scan.'), ['My scan does not arrive by mail', 'Scan to your home folder'])
  t.same(await titles('No heating', 'It is cold. Please help me, this is not what I want.'), [], 'words that every request holds suggest nothing')
  t.same(await titles('It beeps', 'A red lamp is on at my printer.'), [], 'one word of the text is not enough')
  t.same(await titles('It beeps', 'A red lamp is on at my printer.', topics.printing.id), ['Paper is jammed'], 'unless the topic is that of the article')
  for (let place = 1; place <= 7; place += 1) await addArticle(world, await addCategory(world, `More ${place}`), { title: `Jam ${place} in tray`, body: 'Paper' })
  t.equal((await titles('Paper jam', 'The tray is jammed')).length, 5, 'at most five')
})
