import { Readable } from 'node:stream'
import { ArticleFile } from '../../src/knowledge/article-file.entity.js'
import { Article } from '../../src/knowledge/article.entity.js'
import { saveArticle } from '../../src/knowledge/commands/save-article.js'
import type { KeptFile } from '../../src/knowledge/kept-file.js'
import { lastChange } from '../support/history.js'
import { formWith, multipartOf } from '../support/page-form.js'
import { inWorld, type World } from '../support/world.js'
import { addArticle, addCategory, browser } from './support.js'

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const otherPng = Buffer.concat([png, Buffer.from('more')])
const body = '# Smaller\n\n1. Press the button.\n\n![The button “Scan”](Panel (2).PNG)\n\n2. Fill in [the form](form.pdf).\n\n![Nothing](gone.png)\n\n[No file](of-ours.pdf)'

/** An article that everybody may read, with a picture in its text and a form beside it. */
async function withFiles (world: World, values: Parameters<typeof addArticle>[2] = {}): Promise<Article> {
  const article = await addArticle(world, await addCategory(world), { body, ...values })
  const files = [await kept(world, 'panel (2).png', png, 'image/png'), await kept(world, 'form.pdf', Buffer.from('%PDF a form'), 'application/pdf')]
  return saveArticle(world.as(world.ana), article.id, { ...article, topicIds: [] }, article.version, { added: files, removedIds: [] })
}

async function kept ({ platform }: World, name: string, content: Buffer, contentType: string): Promise<KeptFile> {
  return { name, contentType, ...await platform.files.put(Readable.from([content])) }
}

const filesOf = async ({ platform }: World, articleId: number): Promise<ArticleFile[]> => platform.db.read.find(ArticleFile, { where: { articleId }, order: { id: 'ASC' } })

inWorld('an author attaches files in the form, shows a picture in the text, and loses none to a refusal', async (t, world) => {
  const { get, post, send } = await browser(t, world, world.ana.id)
  await addCategory(world)
  const form = formWith((await get('/desk/articles/new')).body, 'title')
  const files = [{ name: 'Panel (2).PNG', type: 'image/png', content: png }, { name: 'form.pdf', type: 'application/pdf', content: Buffer.from('%PDF a form') }, { name: 'evil.png', type: 'image/png', content: Buffer.from('<script>') }]
  const refused = await send({ method: 'POST', url: form.action, ...multipartOf(form, { body, state: 'published' }, files) })
  t.equal(refused.statusCode, 422)
  t.match(refused.body, 'Write a title')
  t.match(refused.body, /<code class="file-line">!\[What it shows\]\(Panel \(2\)\.PNG\)<\/code>/, 'the line that shows it')
  const again = formWith(refused.body, 'title')
  t.equal(again.fields.filter(([name]) => name === 'carried').length, 3, 'the files come along with what was typed')
  const saved = await send({ method: 'POST', url: again.action, ...multipartOf(again, { title: 'Scan' }) })
  t.equal(saved.statusCode, 303)

  const path = String(saved.headers.location)
  const page = (await get(path)).body
  const [panel, , evil] = await filesOf(world, Number(path.split('/').at(-1)))
  t.match(page, `<img src="${path}/files/${panel!.id}/picture" alt="The button “Scan”"`)
  t.match(page, /<ol class="points" start="2"><li>Fill in <a href="[^"]+\/files\/\d+" [^>]+>the form<\/a>/, 'the count goes on after it')
  t.match(page, /<p>Nothing<\/p>/, 'a picture that is not there is what was said of it')
  t.match(page, '[No file](of-ours.pdf)')
  t.match(page, 'The text names a picture that is not among the files: gone.png')
  t.match(page, /evil\.png/, 'what only calls itself a picture is offered for saving')
  t.equal((await get(`${path}/files/${evil!.id}/picture`)).statusCode, 404)

  const shown = await get(`${path}/files/${panel!.id}/picture`)
  t.match(shown.headers, { 'content-type': 'image/png', 'content-disposition': 'inline', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache' })
  t.match(String(shown.headers['content-security-policy']), 'sandbox')
  t.strictSame(shown.rawPayload, png)
  const offered = await get(`${path}/files/${evil!.id}`)
  t.match(offered.headers, { 'content-type': 'application/octet-stream', 'content-disposition': /^attachment; filename="evil\.png"/, 'cache-control': 'private, no-store' })
  t.match((await lastChange(world, 'article'))?.difference, { files: { after: ['Panel (2).PNG', 'form.pdf', 'evil.png'] } })

  const edit = formWith((await get(`${path}/edit`)).body, 'title')
  const wordless = await send({ method: 'POST', url: edit.action, ...multipartOf(edit, { body: '![](Panel (2).PNG)' }) })
  t.equal(wordless.statusCode, 422)
  t.match(wordless.body, 'Say what the picture shows')
  t.equal((await post('/desk/articles', 'carried=forged&title=Forged&body=x&categoryId=1&state=draft&visibility=public')).statusCode, 303)
  t.same(await filesOf(world, Number(path.split('/').at(-1)) + 1), [], 'nobody signs for a file but the desk')
})

inWorld('a file is read by whoever reads its article, and by nobody else by whatever address', async (t, world) => {
  const { id, version } = await withFiles(world)
  const [picture, form] = await filesOf(world, id)
  const stranger = await browser(t, world)
  const [ben, ana] = [await browser(t, world, world.ben.id), await browser(t, world, world.ana.id)]
  const statuses = async ({ get }: typeof stranger, place: string): Promise<number[]> => Promise.all([`${picture!.id}`, `${picture!.id}/picture`, `${form!.id}`, `${form!.id}/picture`].map(async file => (await get(`${place}/${id}/files/${file}`)).statusCode))

  t.match((await stranger.get(`/answers/${id}`)).body, `<img src="/answers/${id}/files/${picture!.id}/picture" alt="The button “Scan”"`)
  t.same(await statuses(stranger, '/answers'), [200, 200, 200, 404])
  t.same(await statuses(stranger, '/desk/articles'), [303, 303, 303, 303])
  const { headers } = await stranger.get(`/answers/${id}/files/${picture!.id}/picture`)
  const still = await stranger.send({ method: 'GET', url: `/answers/${id}/files/${picture!.id}/picture`, headers: { 'if-none-match': String(headers.etag) } })
  t.same([still.statusCode, still.body], [304, ''], 'nothing is sent twice')

  const other = await addArticle(world, await addCategory(world, 'Other'), { title: 'Other' })
  t.equal((await stranger.get(`/answers/${other.id}/files/${picture!.id}`)).statusCode, 404, 'not through another article')

  const article = await world.platform.db.read.findOneByOrFail(Article, { id })
  const inside = await saveArticle(world.as(world.ana), id, { ...article, topicIds: [], visibility: 'internal' }, version)
  t.same(await statuses(stranger, '/answers'), [404, 404, 404, 404])
  t.equal((await stranger.send({ method: 'GET', url: `/answers/${id}/files/${picture!.id}/picture`, headers: { 'if-none-match': String(headers.etag) } })).statusCode, 404, 'nor what a browser has kept')
  t.same(await statuses(ben, '/desk/articles'), [200, 200, 200, 404])
  await saveArticle(world.as(world.ana), id, { ...inside, topicIds: [], state: 'draft' }, inside.version)
  t.same(await statuses(ben, '/desk/articles'), [404, 404, 404, 404])
  t.same(await statuses(ana, '/desk/articles'), [200, 200, 200, 404])
})

inWorld('each version keeps the files that it had, and brings them back', async (t, world) => {
  const first = await withFiles(world, { title: 'Scan' })
  const { id } = first
  const [old] = await filesOf(world, id)
  const { get, post, send } = await browser(t, world, world.ana.id)
  const stranger = await browser(t, world)
  const path = `/desk/articles/${id}`

  const edit = formWith((await get(`${path}/edit`)).body, 'title')
  const form = (await filesOf(world, id))[1]!
  const replaced = await send({ method: 'POST', url: edit.action, ...multipartOf(edit, { remove: String(form.id), then: 'write' }, [{ name: 'PANEL (2).png', type: 'image/png', content: otherPng }]) })
  t.equal(replaced.headers.location, `${path}/edit`)
  t.same((await filesOf(world, id)).map(({ name, sinceVersion, untilVersion }) => [name, sinceVersion, untilVersion]), [['panel (2).png', 2, 3], ['form.pdf', 2, 3], ['PANEL (2).png', 3, null]])
  t.strictSame((await stranger.get(`/answers/${id}/files/${(await filesOf(world, id))[2]!.id}/picture`)).rawPayload, otherPng)
  t.equal((await stranger.get(`/answers/${id}/files/${old!.id}/picture`)).statusCode, 404, 'what was taken away is gone for readers')

  const before = (await get(`${path}/versions/2`)).body
  t.match(before, `${path}/files/${old!.id}/picture`)
  t.match(before, 'form.pdf')
  t.notMatch((await get(`${path}/versions/1`)).body, '/files/')
  t.strictSame((await get(`${path}/files/${old!.id}/picture`)).rawPayload, png, 'who writes still sees it')

  const stale = await send({ method: 'POST', url: edit.action, ...multipartOf(edit, { body: 'Too late' }, [{ name: 'late.txt', type: 'text/plain', content: Buffer.from('late') }]) })
  t.equal(stale.statusCode, 409)
  t.match(stale.body, /Too late[^]*late\.txt/)

  t.equal((await post(formWith(before, 'version').action, { version: '3' })).statusCode, 303)
  const now = (await filesOf(world, id)).filter(({ untilVersion }) => untilVersion === null)
  t.same(now.map(({ name, sha256, sinceVersion }) => [name, sha256, sinceVersion]), [['panel (2).png', old!.sha256, 4], ['form.pdf', form.sha256, 4]])
  t.match((await get(`${path}/versions/3`)).body, `${path}/files/${(await filesOf(world, id))[2]!.id}/picture`, 'and what was replaced is still there')
})

inWorld('files that do not go together are refused in words', async (t, world) => {
  const { id } = await withFiles(world)
  const { get, send } = await browser(t, world, world.ana.id)
  const path = `/desk/articles/${id}`
  const edit = formWith((await get(`${path}/edit`)).body, 'title')
  const with_ = async (files: Array<{ name: string, type: string, content: Buffer }>, values: Record<string, string> = {}) => send({ method: 'POST', url: edit.action, ...multipartOf(edit, { body: 'Typed', ...values }, files) })
  const text = (name: string, content = name) => ({ name, type: 'text/plain', content: Buffer.from(content) })

  for (const [files, words] of [
    [[text('a.txt', 'one'), text('A.txt', 'two')], 'There are two files with the name A.txt'],
    [[text('empty.txt', '')], '“empty.txt” was not taken: it is empty'],
    [Array.from({ length: 29 }, (_each, place) => text(`${place}.txt`)), 'An article has up to 30 files']
  ] as const) {
    const answer = await with_([...files])
    t.equal(answer.statusCode, 422, words)
    t.match(answer.body, words)
    t.match(answer.body, 'Typed')
  }
  t.equal((await filesOf(world, id)).length, 2, 'nothing was taken half')

  for (const turn of [1, 2, 3]) {
    const page = formWith((await get(`${path}/edit`)).body, 'title')
    const answer = await send({ method: 'POST', url: page.action, ...multipartOf(page, {}, Array.from({ length: 10 }, (_each, place) => text(`${turn}-${place}.txt`))) })
    t.equal(answer.statusCode, turn < 3 ? 303 : 422)
    if (turn === 3) t.match(answer.body, 'An article has up to 30 files')
  }
})

inWorld('an article takes as many files in one go as it may have, and refuses more in its own words', async (t, world) => {
  const { get, send } = await browser(t, world, world.ana.id)
  await addCategory(world)
  const form = formWith((await get('/desk/articles/new')).body, 'title')
  const files = Array.from({ length: 41 }, (_, place) => ({ name: `part ${place}.txt`, type: 'text/plain', content: Buffer.from(`part ${place}`) }))
  for (const [many, carried] of [[31, 31], [41, 40]] as const) {
    const refused = await send({ method: 'POST', url: form.action, ...multipartOf(form, { title: 'Parts', body }, files.slice(0, many)) })
    t.equal(refused.statusCode, 422)
    t.match(refused.body, 'An article has up to 30 files. Take some away, or write a second article')
    t.notMatch(refused.body, /[Rr]equest holds at most/)
    t.equal(formWith(refused.body, 'title').fields.filter(([name]) => name === 'carried').length, carried, 'what came is kept, to be taken away where it is too many')
  }
  const saved = await send({ method: 'POST', url: form.action, ...multipartOf(form, { title: 'Parts', body }, files.slice(0, 30)) })
  t.equal(saved.statusCode, 303)
  t.equal((await filesOf(world, Number(String(saved.headers.location).split('/').at(-1)))).length, 30)
})
