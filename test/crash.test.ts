import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { createDemoOrganisation } from '../src/demo/demo-organisation.js'
import { Database } from '../src/platform/database/database.js'
import { schema } from '../src/schema.js'
import { askByForm } from './support/askers.js'
import { engines } from './support/engines.js'
import { openTestPlatform } from './support/platform.js'
import { openPostOffice } from './support/post-office.js'

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

    const { confirmed, sent, done } = askByForm(base, topics.accounts.id, forms)
    for (let kill = 1; kill <= kills; kill += 1) {
      while (sent() < kill * forms / (kills + 1)) await wait(10)
      server.kill('SIGKILL')
      await once(server, 'exit')
      server = await start()
    }
    await done
    t.equal(sent(), forms, 'every form was confirmed')
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
  })
}
