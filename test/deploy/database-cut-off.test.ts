import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { createDemoOrganisation } from '../../src/demo/demo-organisation.js'
import { askByForm } from '../support/askers.js'
import { engines } from '../support/engines.js'
import { openGate } from '../support/gate.js'
import { openTestPlatform } from '../support/platform.js'
import { openPostOffice } from '../support/post-office.js'
import { startProcess } from './processes.js'

const forms = 160
const cuts = 5
const away = [0, 400, 1500]

// A file cannot be cut off.
for (const engine of engines.filter(each => each === 'mysql')) {
  t.test(`a database that is cut off again and again under load loses no request, and the processes come back by themselves (${engine})`, { timeout: 570_000 }, async t => {
    const world = await openTestPlatform(engine)
    const { topics } = await world.db.transaction(async manager => createDemoOrganisation(manager, 'no password fits', new Date()))
    const gate = await openGate(world.databaseUrl)
    const post = await openPostOffice()
    const behind = { ...world, databaseUrl: gate.url }
    const web = await startProcess(behind, 'web', { SMTP_URL: post.url })
    const worker = await startProcess(behind, 'worker', { SMTP_URL: post.url })
    t.teardown(async () => {
      await Promise.all([web.end('SIGKILL'), worker.end('SIGKILL')])
      await gate.shut()
      await post.close()
      await world.close()
    })
    const base = `http://127.0.0.1:${web.port}`
    const one = async (sql: string): Promise<number> => Number((await world.db.read.query(sql) as Array<{ n: number }>)[0]?.n)
    // A process that is only starting may give up; this is about those that run.
    for (let tries = 0; tries < 1200 && await one('SELECT COUNT(*) AS n FROM timers') === 0; tries += 1) await wait(50)

    const { confirmed, refused, sent, done } = askByForm(base, topics.accounts.id, forms)
    for (let cut = 1; cut <= cuts; cut += 1) {
      while (sent() < cut * forms / (cuts + 1)) await wait(10)
      await gate.shut()
      await wait(away[cut % away.length])
      await gate.open()
    }
    await done
    t.equal(sent(), forms, 'every form was confirmed')
    t.equal(confirmed.size, forms, 'each under a number of its own')
    t.ok(refused.length > 0, `${refused.length} were told to come again`)
    t.strictSame(refused.filter(status => status !== 503), [], 'and nobody that something broke')

    for (let tries = 0; tries < 1200 && await one("SELECT COUNT(*) AS n FROM jobs WHERE name IN ('notify-of-event', 'send-mail', 'index-ticket')") > 0; tries += 1) await wait(200)

    t.equal(await one('SELECT COUNT(*) AS n FROM tickets'), forms, 'each request is there once')
    t.equal(await one('SELECT COUNT(*) AS n FROM tickets t WHERE NOT EXISTS (SELECT 1 FROM thread_entries e WHERE e.ticket_id = t.id)'), 0, 'none is half done')
    t.equal(await one("SELECT COUNT(*) AS n FROM jobs WHERE state = 'dead'"), 0, 'no job is stuck')
    t.equal(await one("SELECT COUNT(*) AS n FROM mails WHERE state <> 'sent'"), 0, 'every mail was sent')
    const receipts = [...post.received].filter(([, to]) => to.startsWith('person'))
    t.equal(receipts.length, forms, 'no reader got two mails that a mail program would show twice')

    for (const each of [web, worker]) t.equal(await each.end('SIGTERM'), 0, 'told to stop, it stops in order')
  })
}
