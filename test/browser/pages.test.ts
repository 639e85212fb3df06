import t from 'tap'
import { axeProblems, openDesk, openPage, scrollsSideways, signIn } from '../support/browser.js'
import { crawl } from '../support/crawl.js'
import { routeOf, withRoutes } from '../support/routes.js'

/** Pages to begin at; the others are reached by links. */
const portal = ['/', '/ask', '/sign-in', '/nothing-here', '/desk/sign-in', '/desk/forgotten', '/desk/sent']
const desk = [
  '/desk/queues/mine', '/desk/queues/closed', '/desk/queues/overdue', '/desk/search?q=printer', '/desk/tickets/9', '/desk/tickets/2', '/desk/tickets/4', '/admin',
  '/admin/mail-templates/solution/en'
]
/** Files, streams and doors to elsewhere. */
const noPage = /\/(?:live|files|assets|export)\b|\.(?:eml|txt|csv|json|ics)$/

for (const [colorScheme, width] of [['light', 1280], ['dark', 390]] as const) {
  t.test(`every page is without fault for axe and without sideways scroll, ${colorScheme}, ${width} px wide`, async t => {
    const [sample, routes] = await withRoutes(openDesk)
    t.teardown(sample.close)
    await sample.runJobs()
    const options = { colorScheme, javaScriptEnabled: true, viewport: { width, height: 900 } }
    const [mail] = await sample.platform.db.read.query("SELECT text FROM mails WHERE template = 'solution' ORDER BY id DESC LIMIT 1") as Array<{ text: string }>
    const link = /(\/r\/\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
    const kindWithin = (area: RegExp) => (path: string): string | null => area.test(path) && !noPage.test(path.split('?')[0]!) ? routeOf(routes, path) : null

    const visitor = await openPage(sample, options)
    const ofVisitors = await crawl(visitor, [...portal, link, '/requests'], kindWithin(/^\/(?!desk|admin)/), async (path, status) => {
      t.equal(status, path === '/nothing-here' ? 404 : 200, path)
      await look(visitor, path)
    })
    t.ok(ofVisitors.includes('/requests/:number'), ofVisitors.join(' '))

    const ana = await openPage(sample, options)
    await signIn(ana)
    const ofAgents = await crawl(ana, desk, kindWithin(/^\/(?:desk|admin)(?:\/|$)/), async (path, status) => {
      t.equal(status, 200, path)
      await look(ana, path)
    })
    t.ok(ofAgents.length > 50, ofAgents.join(' '))

    async function look (page: typeof visitor, name: string): Promise<void> {
      t.same(await axeProblems(page), [], `${name} has no problem`)
      t.notOk(await scrollsSideways(page), `${name} does not scroll sideways`)
    }
  })
}
