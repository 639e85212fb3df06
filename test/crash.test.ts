import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import t from 'tap'
import { Database } from '../src/platform/database/database.js'
import { schema } from '../src/schema.js'
import { engines } from './support/engines.js'
import { openTestPlatform } from './support/platform.js'
import { createDemoOrganisation } from '../src/demo/demo-organisation.js'

const forms = 200
const kills = 4

for (const engine of engines) {
  t.test(`a server that is killed again and again loses no request and sends no second mail (${engine})`, { timeout: 570_000 }, async t => {
    const world = await openTestPlatform(engine)
    const { topics } = await world.db.transaction(async manager => createDemoOrganisation(manager, 'no password fits', new Date()))
    await world.db.close()
    const post = await openPostOffice()
    const port = 20_000 + Math.floor(Math.random() * 20_000)
    const base = `http://127.0.0.1:${port}`
    const servers: ChildProcess[] = []
    t.teardown(() => { for (const each of servers) each.kill('SIGKILL') })
    let server = await start()

    const confirmed = new Set<string>()
    let sent = 0
    const askOnce = async (place: number): Promise<void> => {
      for (let key = '', tries = 0; ; tries += 1) {
        try {
          if (key === '') key = keyOf(await send('/ask', { topic: String(topics.accounts.id) }))
          await send(`/ask/${key}/details`, { subject: `Request ${place}`, text: 'Please help.' })
          await send(`/ask/${key}/you`, { name: `Person ${place}`, email: `person${place}@riverside.example` })
          const answer = await send(`/ask/${key}/send`, { website: '' })
          if (!answer.endsWith('/sent')) throw new Error(`not sent: ${answer}`)
          const shown = await (await fetch(`${base}/ask/${key}/sent`)).text()
          confirmed.add(/class="number">([^<]+)</.exec(shown)?.[1] ?? '')
          sent += 1
          return
        } catch (error) {
          if (tries > 300) throw error
          await wait(100)
        }
      }
    }
    const askers = Array.from({ length: 8 }, async (_, asker) => { for (let place = asker; place < forms; place += 8) await askOnce(place) })
    for (let kill = 1; kill <= kills; kill += 1) {
      while (sent < kill * forms / (kills + 1)) await wait(10)
      server.kill('SIGKILL')
      await once(server, 'exit')
      server = await start()
    }
    await Promise.all(askers)
    t.equal(sent, forms, 'every form was confirmed')
    t.equal(confirmed.size, forms, 'each under a number of its own')

    const database = await Database.open(world.databaseUrl, schema)
    const one = async (sql: string): Promise<number> => Number((await database.read.query(sql) as Array<{ n: number }>)[0]?.n)
    for (let tries = 0; tries < 1200 && await one("SELECT COUNT(*) AS n FROM jobs WHERE name IN ('notify-of-event', 'send-mail', 'index-ticket')") > 0; tries += 1) await wait(200)

    t.equal(await one('SELECT COUNT(*) AS n FROM tickets'), forms, 'each request is there once')
    t.equal(await one('SELECT COUNT(DISTINCT subject) AS n FROM tickets'), forms)
    t.equal(await one("SELECT COUNT(*) AS n FROM tickets t WHERE NOT EXISTS (SELECT 1 FROM thread_entries e WHERE e.ticket_id = t.id)"), 0, 'none is half done')
    t.equal(await one("SELECT COUNT(*) AS n FROM jobs WHERE state = 'dead'"), 0, 'no job is stuck')
    t.equal(await one("SELECT COUNT(*) AS n FROM mails WHERE template = 'request_received' AND state = 'sent'"), forms, 'every receipt was sent')
    t.equal(await one("SELECT COUNT(*) AS n FROM mails WHERE state <> 'sent'"), 0, 'and so was every other mail')
    const receipts = [...post.received].filter(([, to]) => to.startsWith('person'))
    t.equal(receipts.length, forms, 'no reader got two mails that a mail program would show twice')

    server.kill('SIGTERM')
    const [code] = await once(server, 'exit') as [number]
    t.equal(code, 0, 'told to stop, it stops in order')
    await database.close()
    await post.close()

    async function start (): Promise<ChildProcess> {
      const child = spawn(process.execPath, [path.join(import.meta.dirname, '..', 'src', 'server.js')], {
        stdio: 'ignore',
        env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', BASE_URL: base, DATABASE_URL: world.databaseUrl, STORAGE_URL: world.config.storageUrl, SECRET_KEY: world.config.secretKey, SMTP_URL: post.url, LOG_LEVEL: 'silent' }
      })
      servers.push(child)
      for (let tries = 0; tries < 1200 && child.exitCode === null; tries += 1) {
        const isUp = await fetch(`${base}/healthz`).then(({ ok }) => ok, () => false)
        if (isUp) return child
        await wait(50)
      }
      throw new Error('The server did not come up.')
    }

    async function send (to: string, values: Record<string, string>): Promise<string> {
      const answer = await fetch(base + to, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }, body: new URLSearchParams(values) })
      if (answer.status !== 303) throw new Error(`${to} answered ${answer.status}`)
      return answer.headers.get('location') ?? ''
    }
  })
}

const keyOf = (location: string): string => /^\/ask\/([\w-]+)\//.exec(location)?.[1] ?? ''

/** A mail server that remembers each Message-ID and to whom it went. */
async function openPostOffice (): Promise<{ url: string, received: Map<string, string>, close: () => Promise<void> }> {
  const received = new Map<string, string>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData (stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const id = /^Message-ID: (\S+)/im.exec(Buffer.concat(chunks).toString())?.[1] ?? ''
        received.set(id, session.envelope.rcptTo[0]?.address ?? '')
        done()
      })
    }
  })
  // A client that is killed breaks its connection; that is what this is about.
  server.on('error', () => {})
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.server.address() as { port: number }
  return { url: `smtp://127.0.0.1:${port}`, received, close: async () => new Promise(resolve => { server.close(() => resolve()) }) }
}
