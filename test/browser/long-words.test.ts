import { Readable } from 'node:stream'
import t from 'tap'
import { loadAgentActor } from '../../src/accounts/actor.queries.js'
import { countMissedSearch } from '../../src/knowledge/commands/count-missed-search.js'
import { saveArticle } from '../../src/knowledge/commands/save-article.js'
import { visitor } from '../../src/plugins/current-actor.js'
import { openDesk, openPage, scrollsSideways, signIn } from '../support/browser.js'

const word = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenverwaltungssoftware'

for (const [colorScheme, width] of [['light', 1280], ['dark', 390]] as const) {
  t.test(`the longest words of titles, headings and names of files stay on the page, ${colorScheme}, ${width} px wide`, async t => {
    const sample = await openDesk()
    t.teardown(sample.close)
    const { platform } = sample
    const actor = (await loadAgentActor(platform.db.read, 1))!
    const file = { name: `${word}_${word}.pdf`, contentType: 'application/pdf', ...await platform.files.put(Readable.from(['%PDF'])) }
    const { id } = await saveArticle({ ...platform, actor }, null, { title: `${word}${word}`, body: `# ${word}\n\n${word}`, categoryId: 1, visibility: 'public', state: 'published', locale: null, topicIds: [] }, 0, { added: [file], removedIds: [] })
    await countMissedSearch({ ...platform, actor: visitor }, word.slice(0, 40))

    const page = await openPage(sample, { colorScheme, viewport: { width, height: 900 } })
    await page.goto(`/answers/${id}`)
    t.notOk(await scrollsSideways(page), 'the answer on the portal')
    const row = page.locator('.file-row')
    t.ok((await row.boundingBox())!.height < 60, 'a file stays on one line, its mark and size beside it')
    await signIn(page)
    for (const path of ['/desk/articles', `/desk/articles/${id}`, `/desk/articles/${id}/edit`, `/desk/articles/${id}/versions`, '/desk/missed-searches']) {
      await page.goto(path)
      t.ok(await page.getByText(word.slice(0, 20)).count() > 0, path)
      t.notOk(await scrollsSideways(page), path)
    }
  })
}
