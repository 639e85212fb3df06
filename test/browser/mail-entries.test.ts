import { createHash } from 'node:crypto'
import t from 'tap'
import { asRequester } from '../../src/tickets/commands/open-ticket.js'
import { Person } from '../../src/accounts/person.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { splitHtml } from '../../src/platform/mime/split-html.js'
import { wordsOf } from '../platform/mime/replies.js'
import { axeProblems, openDesk, openPage, scrollsSideways, signIn } from '../support/browser.js'
import { pixel, putMail } from '../support/received-mail.js'

const wide = Array.from({ length: 12 }, (_, place) => `<td>column${place}withoutaspace</td>`).join('')
const html = `<div style="color:#000;background:#fff;font-family:Calibri"><h2>Toner</h2><p>It looks so:</p><p><img src="cid:${createHash('sha256').update(pixel).digest('hex')}" alt="the display" width="3000"></p><table width="2000"><tr>${wide}</tr></table><ul><li>one</li><li>two</li></ul><p>https://riverside.example/${'a'.repeat(200)}</p></div><div id="ms-outlook-mobile-signature">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr><div id="divRplyFwdMsg"><b>From:</b> Support &lt;help@riverside.example&gt;<br><b>Sent:</b> Monday, January 5, 2026 3:12 PM<br><b>To:</b> Maria<br><b>Subject:</b> Toner</div><div>Which display?</div>`

for (const [colorScheme, width] of [['light', 1280], ['light', 390], ['dark', 390]] as const) {
  t.test(`a mail is read and unfolded without script, ${colorScheme}, ${width} px wide`, async t => {
    const sample = await openDesk()
    t.teardown(sample.close)
    const { platform } = sample
    const ticket = await platform.db.read.findOneByOrFail(Ticket, { id: 9 })
    const requester = asRequester(await platform.db.read.findOneByOrFail(Person, { id: ticket.requesterId }))
    const parts = splitHtml(html).map(({ kind, html }) => ({ kind, html, text: wordsOf(html) }))
    const { entryId } = await putMail(platform, requester, ticket.id, parts, [{ name: 'image001.png', content: pixel }])

    const page = await openPage(sample, { colorScheme, viewport: { width, height: 900 } })
    await signIn(page)
    await page.goto(`/desk/tickets/9#entry-${entryId}`)
    const entry = page.locator(`#entry-${entryId}`)
    t.ok(await entry.getByText('It looks so:').isVisible())
    t.notOk(await entry.getByText('Which display?').isVisible())
    await entry.getByText('Show quoted text').click()
    t.ok(await entry.getByText('Which display?').isVisible())
    await entry.getByText('Show signature').click()
    t.ok(await entry.getByText('Outlook for iOS').isVisible())
    t.notOk(await scrollsSideways(page), 'the page does not scroll sideways')
    t.match(await entry.getByAltText('the display').evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth), 1, 'the picture has come')

    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))
    await entry.getByText('As it was sent').click()
    t.ok(await page.getByText('Which display?').isVisible())
    t.same(asked.filter(url => !url.startsWith('data:')), [page.url()], 'it asks for nothing else')
    t.match(await page.getByAltText('the display').evaluate(image => (image as unknown as { naturalWidth: number }).naturalWidth), 1)

    const scripted = await openPage(sample, { colorScheme, viewport: { width, height: 900 }, javaScriptEnabled: true })
    await signIn(scripted)
    await scripted.goto('/desk/tickets/9')
    t.same(await axeProblems(scripted), [])
  })
}
