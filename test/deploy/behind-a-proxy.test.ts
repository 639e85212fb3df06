import { Agent, request } from 'node:https'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { createApiKey } from '../../src/accounts/commands/save-api-key.js'
import { system } from '../../src/platform/actor.js'
import { withActor } from '../../src/platform/context.js'
import { cookieFor } from '../support/app.js'
import { createWorld } from '../support/world.js'
import { engines } from '../support/engines.js'
import { startProcess, type Running } from './processes.js'
import { proxies, startProxy } from './proxies.js'

const requests = 400
const connections = 8
const host = 'help.example.org'

for (const name of proxies) {
  for (const engine of engines.filter(each => each === 'mysql')) {
    t.test(`two processes with pages and a worker stand behind ${name} (${engine})`, { timeout: 570_000 }, async t => {
      const world = await createWorld(engine)
      const { platform } = world
      platform.clock.set(new Date())
      t.teardown(async () => platform.close())
      const makeKey = async (network: string): Promise<string> => (await createApiKey(withActor(platform, system), { name: 'Program', scopes: ['tickets.create'], network, expiresAt: null, agentId: null })).key
      const [key, foreignKey] = [await makeKey(''), await makeKey('192.0.2.7')]
      const cookie = (await cookieFor(platform, { agentId: world.ana.id })).replace(/^sid=/, '__Host-sid=')

      const env = { BASE_URL: `https://${host}`, TRUST_PROXY: '1' }
      const running: Running[] = []
      t.teardown(async () => { await Promise.all(running.map(async each => each.end('SIGKILL'))) })
      for (const role of ['web', 'web', 'worker'] as const) running.push(await startProcess(platform, role, env))
      const [first, second, worker] = running as [Running, Running, Running]
      const proxy = await startProxy(name, [first.port, second.port])
      t.teardown(async () => proxy.stop())

      const agent = new Agent({ keepAlive: true, maxSockets: connections + 4, ca: proxy.certificate, servername: host })
      t.teardown(() => { agent.destroy() })
      const ask = async (path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<IncomingMessage> => {
        const asked = request({ agent, host: '127.0.0.1', port: proxy.port, path, method, headers: { host, ...headers } })
        asked.end(body)
        const [answer] = await once(asked, 'response') as [IncomingMessage]
        return answer
      }
      const send = async (subject: string, headers = {}): Promise<{ status: number, body: string }> => {
        const answer = await ask('/api/tickets.json', { method: 'POST', headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers }, body: JSON.stringify({ name: 'Maria', email: 'maria@riverside.example', subject, message: 'Please help.' }) })
        return { status: answer.statusCode ?? 0, body: await text(answer) }
      }
      for (let tries = 0; ; tries += 1) {
        const isUp = await ask('/healthz').then(answer => { answer.resume(); return answer.statusCode === 200 }, () => false)
        if (isUp) break
        if (tries > 200) throw new Error(`${name} did not come up.`)
        await wait(50)
      }

      await t.test('it passes on who asks, and from where', async t => {
        const plain = await fetch(`http://127.0.0.1:${proxy.plainPort}/ask`, { redirect: 'manual', headers: { host } })
        t.equal(plain.status, 301, 'what is not encrypted is sent on')
        t.match(plain.headers.get('location'), /^https:/)
        const page = await ask('/ask')
        page.resume()
        t.equal(page.statusCode, 200)
        t.match(page.headers['strict-transport-security'], /max-age=\d/)
        t.equal((await send('From here')).status, 201)
        t.match(await send('From elsewhere', { 'x-api-key': foreignKey, 'x-forwarded-for': '192.0.2.7' }), { status: 401 }, 'an address that a stranger claims is not believed')
      })

      await t.test('news reach an open page at once', async t => {
        const ticket = await world.ask()
        const live = await ask(`/desk/tickets/${ticket.id}/live?version=${ticket.version}`, { headers: { cookie, accept: 'text/event-stream' } })
        t.equal(live.statusCode, 200)
        let heard = ''
        live.on('data', (part: Buffer) => { heard += part.toString() })
        await until('the stream begins', () => heard.includes('retry:'))
        await world.ask({ subject: 'Another' })
        await platform.db.transaction(async manager => manager.query('UPDATE tickets SET version = version + 1 WHERE id = ?', [ticket.id]))
        await until('the page hears of it', () => heard.includes('event: news'))
        t.notOk(live.readableEnded, 'while the stream is open')
        live.destroy()
      })

      await t.test('a process that is killed takes nothing with it but what it had in hand', async t => {
        const confirmed: string[] = []
        const failed: number[] = []
        let [begun, killed] = [0, Infinity]
        const work = Array.from({ length: connections }, async () => {
          while (begun < requests) {
            const place = begun++
            const at = performance.now()
            const answer = await send(`Request ${place}`).catch(() => ({ status: 0, body: '' }))
            if (answer.status === 201) confirmed.push(answer.body)
            else failed.push(at)
          }
        })
        await until('a third is sent', () => confirmed.length > requests / 3)
        await second.end('SIGKILL')
        killed = performance.now()
        await Promise.all(work)

        t.equal(confirmed.length + failed.length, requests)
        t.ok(failed.length <= connections, `${failed.length} were in its hands`)
        t.same(failed.filter(at => at > killed), [], 'nothing that began later failed')
        const found = await platform.db.read.query("SELECT number FROM tickets WHERE subject LIKE 'Request %'") as Array<{ number: string }>
        t.same(confirmed.filter(number => !found.some(each => each.number === number)), [], 'what was confirmed is there')
        t.equal(new Set(confirmed).size, confirmed.length, 'each under a number of its own')
      })

      await until('the worker has done what follows', async () => (await platform.db.read.query("SELECT COUNT(*) AS n FROM jobs WHERE name = 'notify-of-event'") as Array<{ n: number | string }>)[0]?.n.toString() === '0', 240)
      t.equal(await first.end('SIGTERM'), 0, 'told to stop, it stops in order')
      t.equal(await worker.end('SIGTERM'), 0)
    })
  }
}

async function until (what: string, isTrue: () => boolean | Promise<boolean>, seconds = 240): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await isTrue()) return
    await wait(20)
  }
  throw new Error(`This never came true: ${what}`)
}
