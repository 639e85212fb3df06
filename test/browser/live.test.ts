import t from 'tap'
import { openDesk, openPage, signIn } from '../support/browser.js'

/** Tells how many streams the page knows to be refused; a request that is over is not yet known to be. */
const countRefusals = `
  globalThis.refusals = 0
  globalThis.EventSource = class extends EventSource {
    constructor (url) {
      super(url)
      this.addEventListener('error', () => { globalThis.refusals += 1 })
    }
  }`

t.test('live news that are refused, as while the server starts anew, are asked for again, more and more seldom', { timeout: 120_000 }, async t => {
  const desk = await openDesk()
  t.teardown(desk.close)
  const ben = await openPage(desk, { javaScriptEnabled: true })
  await signIn(ben, 'ben@riverside.example')
  await ben.clock.install({ time: '2026-11-23T12:00:00Z' })
  await ben.clock.pauseAt('2026-11-23T12:01:00Z')
  await ben.addInitScript(countRefusals)
  let asked = 0
  let isAway = true
  await ben.route('**/live**', async route => {
    asked += 1
    await (isAway ? route.fulfill({ status: 502, contentType: 'text/html', body: 'no server' }) : route.fulfill({ contentType: 'text/event-stream', body: 'event: news\ndata: {"count":2,"text":"2 new tickets"}\n\n' }))
  })
  const untilRefused = async (times: number): Promise<unknown> => ben.waitForFunction(expected => (globalThis as unknown as { refusals: number }).refusals === expected, times)

  await ben.goto('/desk/queues/open')
  await untilRefused(1)
  await ben.clock.fastForward(4_900)
  t.equal(asked, 1, 'not at once')
  await ben.clock.fastForward(100)
  await untilRefused(2)
  await ben.clock.fastForward(9_900)
  t.equal(asked, 2, 'later the second time')
  isAway = false
  await ben.clock.fastForward(100)
  await ben.waitForSelector('[data-news]:not([hidden])')
  t.match(await ben.textContent('[data-news]'), '2 new tickets', 'and when it is back, so are the news')
})
