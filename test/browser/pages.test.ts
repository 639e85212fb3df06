import t from 'tap'
import { axeProblems, openDesk, openPage, scrollsSideways, signIn } from '../support/browser.js'

const portal = ['/', '/ask', '/sign-in', '/accessibility', '/privacy', '/nothing-here']
const desk = [
  '/desk/queues/mine', '/desk/queues/open', '/desk/queues/closed', '/desk/queues/overdue', '/desk/search?q=printer', '/desk/tickets/new', '/desk/me',
  '/desk/tickets/9', '/desk/tickets/2', '/desk/tickets/9/receipt', '/desk/tickets/4'
]
const admin = [
  '/admin', '/admin/agents', '/admin/agents/1', '/admin/roles', '/admin/departments', '/admin/departments/1', '/admin/topics', '/admin/topics/1', '/admin/topics/1/questions', '/admin/questions/1', '/admin/departments/new', '/admin/schedules', '/admin/schedules/1',
  '/admin/sla', '/admin/sla/1', '/admin/teams', '/admin/teams/1', '/admin/statuses', '/admin/statuses/new', '/admin/organisation', '/admin/mails', '/admin/mail-templates', '/admin/jobs', '/admin/audit'
]

for (const [colorScheme, width] of [['light', 1280], ['dark', 390]] as const) {
  t.test(`every page is without fault for axe and without sideways scroll, ${colorScheme}, ${width} px wide`, async t => {
    const sample = await openDesk()
    t.teardown(sample.close)
    await sample.runJobs()
    const options = { colorScheme, javaScriptEnabled: true, viewport: { width, height: 900 } }

    const visitor = await openPage(sample, options)
    for (const path of portal) await check(visitor, path)
    const ana = await openPage(sample, options)
    await signIn(ana)
    for (const path of [...desk, ...admin]) await check(ana, path)

    const [mail] = await sample.platform.db.read.query("SELECT text FROM mails WHERE template = 'solution' ORDER BY id DESC LIMIT 1") as Array<{ text: string }>
    const link = /(\/r\/\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
    await check(visitor, link)
    await check(visitor, '/requests')
    await visitor.click('.request-card a')
    await look(visitor, 'one request')

    async function check (page: typeof visitor, path: string): Promise<void> {
      const answer = await page.goto(path)
      t.ok((answer?.status() ?? 500) < 500 && (path === '/nothing-here' || answer?.status() === 200), `${path} answers ${answer?.status()}`)
      await look(page, path)
    }

    async function look (page: typeof visitor, name: string): Promise<void> {
      t.same(await axeProblems(page), [], `${name} has no problem`)
      t.notOk(await scrollsSideways(page), `${name} does not scroll sideways`)
    }
  })
}
