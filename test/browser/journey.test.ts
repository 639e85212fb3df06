import t from 'tap'
import type { Page } from 'playwright-core'
import { day, minute } from '../../src/platform/clock.js'
import { engines } from '../support/engines.js'
import { openDesk, openPage, signIn, type Desk } from '../support/browser.js'

/** The path of the newest mailed link to a person, as the mail log shows it. */
async function mailedPath ({ platform }: Desk, address: string, template: string): Promise<string> {
  const [mail] = await platform.db.read.query('SELECT text FROM mails WHERE to_address = ? AND template = ? ORDER BY id DESC LIMIT 1', [address, template]) as Array<{ text: string }>
  return /https?:\/\/[^/\s]+(\/r\/\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
}

const next = async (page: Page) => page.click('main form button.button-main')

for (const engine of engines) {
  t.test(`a request's whole life in a browser, with script off (${engine})`, async t => {
    const desk = await openDesk(engine)
    t.teardown(desk.close)
    const rhea = await openPage(desk)

    await rhea.goto('/')
    await rhea.click('text=Ask for help')
    await rhea.check('input[name=topic] >> nth=1')
    await next(rhea)
    await next(rhea)
    t.match(await rhea.title(), /^Error: /, 'empty pages are refused in words')
    await rhea.fill('[name=subject]', 'I cannot sign in <script>alert(1)</script>')
    await rhea.fill('[name=text]', 'My password is not accepted.')
    await next(rhea)
    t.match(await rhea.textContent('main'), 'I forgot my password', 'an answer that fits is offered first')
    await rhea.click('text=Continue with my request')
    await rhea.setInputFiles('[name=files]', { name: 'screen.txt', mimeType: 'text/plain', buffer: Buffer.from('what I see') })
    await rhea.click('button[name=go]')
    await rhea.fill('[name=name]', 'Rhea Petrou')
    await rhea.fill('[name=email]', 'rhea@riverside.example')
    await next(rhea)
    t.match(await rhea.textContent('main'), 'screen.txt')
    await next(rhea)
    const number = (await rhea.textContent('.sent-panel .number'))?.trim() ?? ''
    t.match(number, /^26-\d{6}$/)
    await rhea.goBack()
    t.match(await rhea.textContent('.sent-panel .number') ?? '', number, 'going back shows the same request, not a second one')
    await desk.runJobs()

    const ben = await openPage(desk)
    await signIn(ben, 'ben@riverside.example')
    await ben.fill('.desk-nav [name=q]', number)
    await ben.press('.desk-nav [name=q]', 'Enter')
    await ben.click('.queue-subject a')
    t.match(await ben.textContent('h1'), 'I cannot sign in <script>alert(1)</script>')
    await ben.fill('#text', 'Hello Rhea,\n\nI have reset it. Try again, please.')
    await ben.selectOption('[name=outcome]', 'resolved')
    await ben.click('button[name=send][value=reply]')
    t.match(await ben.textContent('.toast'), 'leaves in', 'the reply can still be taken back')

    desk.platform.clock.advance(minute)
    await desk.runJobs()
    await rhea.goto(await mailedPath(desk, 'rhea@riverside.example', 'solution'))
    t.match(await rhea.textContent('h1'), 'Is it solved?')
    await rhea.click('button[value=unsolved]')
    t.equal(await rhea.locator('.error-summary').count(), 1, 'a line is needed')
    await rhea.fill('[name=text]', 'It still says no.')
    await rhea.click('button[value=unsolved]')
    t.match(await rhea.textContent('.tracker .now'), 'Being worked on')

    await ben.reload()
    t.match(await ben.textContent('#thread'), 'It still says no.')
    await ben.fill('#text', 'Now it works.')
    await ben.selectOption('[name=outcome]', 'resolved')
    await ben.click('button[name=send][value=reply]')
    desk.platform.clock.advance(minute)
    await desk.runJobs()

    await rhea.goto(await mailedPath(desk, 'rhea@riverside.example', 'solution'))
    await rhea.click('button[value=solved]')
    t.match(await rhea.textContent('.tracker .now'), 'Closed')

    desk.platform.clock.advance(7 * day)
    await desk.runJobs()
    await rhea.goto(await mailedPath(desk, 'rhea@riverside.example', 'follow_up'))
    await rhea.check('[name=score][value="4"]')
    await rhea.click('main button.button-main')
    await rhea.fill('#text', 'It is broken again, sorry.')
    await rhea.click('#answer button')
    t.match(await rhea.textContent('.tracker .now'), 'Being worked on', 'writing opens it again')

    await signIn(ben, 'ben@riverside.example')
    await ben.goto(`/desk/search?q=${number}`)
    t.match(await ben.textContent('.queue-list'), 'Our move', 'and it is our move again')
  })
}

t.test('two requesters, two desks, no way across', async t => {
  const desk = await openDesk()
  t.teardown(desk.close)
  await desk.runJobs()
  const maria = await openPage(desk)
  await maria.goto(await mailedPath(desk, 'maria.keller@riverside.example', 'new_reply'))
  const own = maria.url()

  t.equal((await maria.goto('/requests/26-000001'))?.status(), 404, 'another’s request does not exist')
  const stranger = await openPage(desk)
  await stranger.goto(own)
  t.match(stranger.url(), '/sign-in', 'a stranger is asked who he is')
})
