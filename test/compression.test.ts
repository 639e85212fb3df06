import { gunzipSync, gzipSync } from 'node:zlib'
import { cookieFor, openTestApp, ownForm } from './support/app.js'
import { inWorld } from './support/world.js'

const accepting = { 'accept-encoding': 'gzip, deflate, br' }

inWorld('what browsers keep goes out compressed, and is the same unpacked', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  for (const url of ['/assets/css/desk.css', '/assets/css/portal.css', '/assets/js/desk.js', '/assets/icons.svg']) {
    const [plain, packed] = [await app.inject(url), await app.inject({ url, headers: accepting })]
    t.equal(plain.headers['content-encoding'], undefined)
    t.equal(packed.headers['content-encoding'], 'gzip', url)
    t.match(packed.headers.vary, 'accept-encoding')
    t.equal(gunzipSync(packed.rawPayload).toString(), plain.body)
    t.ok(packed.rawPayload.length * 2 < plain.rawPayload.length)
  }
})

inWorld('a cold list of tickets takes at most 60 KB and 6 requests', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  for (let place = 0; place < 26; place++) await world.ask({ subject: `Printer ${place} prints blank pages since the update` })
  const headers = { cookie: await cookieFor(world.platform, { agentId: world.ana.id }), ...accepting }
  const page = await app.inject({ url: '/desk/queues/open', headers })
  t.equal(page.headers['content-encoding'], 'gzip')
  const html = gunzipSync(page.rawPayload).toString()
  t.equal(html.match(/class="queue-row/g)?.length, 25)

  const asked = new Set([...html.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map(([, address]) => address!))
  let bytes = page.rawPayload.length
  for (const url of asked) bytes += (await app.inject({ url, headers })).rawPayload.length
  t.ok(asked.size + 1 <= 6, [...asked].join(' '))
  t.ok(bytes <= 60_000, `${bytes} bytes`)
})

inWorld('what comes in compressed is not unpacked', async (t, world) => {
  const app = await openTestApp(world.platform)
  t.teardown(async () => app.close())
  const answer = await app.inject({ method: 'POST', url: '/ask', headers: { ...ownForm, 'content-encoding': 'gzip' }, payload: gzipSync('topic=1') })
  t.notOk([200, 303].includes(answer.statusCode), `${answer.statusCode}`)
})
