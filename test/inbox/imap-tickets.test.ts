import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import t from 'tap'
import { fingerprintOf } from '../../src/inbox/fingerprint.js'
import { IncomingMessage } from '../../src/inbox/incoming-message.entity.js'
import { Attachment } from '../../src/tickets/attachment.entity.js'
import { ThreadEntry } from '../../src/tickets/thread-entry.entity.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { inWorld } from '../support/world.js'
import { addMailbox, mailboxOf, mixedMessages, startDovecot, until } from './imap-support.js'

const server = await startDovecot()
t.teardown(async () => server.stop())

const kills = 10
const asked = 10
let users = 0

interface Sent { raw: Buffer, kind: 'ticket' | 'message' | 'automatic', number: string | null, hasFile: boolean }

inWorld('workers in pairs, killed at ten moments while the server drops them and counts anew, make of each of 300 messages the one ticket or entry that it is', async (t, world) => {
  const { platform, ask } = world
  const tickets: Ticket[] = []
  for (let place = 0; place < asked; place += 1) tickets.push(await ask({ subject: `Asked ${place}`, requester: { name: `Owner ${place}`, email: `owner${place}@post.example` } }))
  const sent: Sent[] = mixedMessages(300).map((raw, place) => {
    const hasFile = place % 6 === 2
    if (place % 6 === 3) return { raw, kind: 'automatic', number: null, hasFile: false }
    if (place % 4 !== 1) return { raw, kind: 'ticket', number: null, hasFile }
    const owner = place % asked
    const text = raw.toString('latin1').replace(/^From: .*/, `From: owner${owner}@post.example`).replace(/^Subject: (.*)/m, `Subject: Re: $1 [${tickets[owner]!.number}]`)
    return { raw: Buffer.from(text, 'latin1'), kind: 'message', number: tickets[owner]!.number, hasFile }
  })
  const user = `read${++users}`
  for (const { raw } of sent) server.deliver(user, raw)
  const { id } = await addMailbox(world, { userName: user, port: server.port })

  const started = Date.now()
  const workers: ChildProcess[] = []
  t.teardown(() => { for (const worker of workers) worker.kill('SIGKILL') })
  const start = (): ChildProcess => {
    const worker = spawn(process.execPath, [path.join(import.meta.dirname, 'imap-worker.js')], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, DATABASE_URL: platform.databaseUrl, STORAGE_URL: platform.config.storageUrl, SECRET_KEY: platform.config.secretKey, LOG_LEVEL: 'silent', READS_SINCE: String(started) }
    })
    workers.push(worker)
    return worker
  }
  const end = async (ended: ChildProcess[]): Promise<void> => { await Promise.all(ended.map(async worker => { worker.kill('SIGKILL'); await once(worker, 'exit') })) }
  const countDone = async () => platform.db.read.countBy(IncomingMessage, { door: 'imap', state: 'done' })

  for (let kill = 1; kill <= kills; kill += 1) {
    const pair = [start(), start()]
    const moment = Math.round((kill - Math.random()) * sent.length / (kills + 1))
    await until(`${moment} messages are read`, async () => await countDone() >= moment, 240)
    if (kill % 3 === 0) await server.drop()
    await end(pair)
    if (kill === 5) server.recount(user, sent.length)
  }
  const last = [start(), start()]
  await server.drop()
  await until('all are read', async () => await countDone() >= sent.length, 240)
  await until('all are counted again', async () => (await mailboxOf(world, id)).lastUid === sent.length, 240)
  await end(last)

  const ledger = await platform.db.read.findBy(IncomingMessage, { door: 'imap' })
  t.equal(ledger.length, sent.length, 'each has one line')
  const lines = new Map(ledger.map(line => [line.fingerprint, line]))
  const numbers = new Map((await platform.db.read.find(Ticket)).map(({ id, number }) => [id, number]))
  const wrong = sent.filter(({ raw, kind, number }) => {
    const line = lines.get(fingerprintOf(raw))
    return line?.outcome !== kind || (kind === 'automatic') !== (line.ticketId === null) || (number !== null && numbers.get(line.ticketId!) !== number)
  })
  t.same(wrong.map(({ raw }) => raw.toString('latin1').slice(0, 200)), [])

  const begun = sent.filter(({ kind }) => kind === 'ticket')
  t.equal(numbers.size, asked + begun.length, 'each new one has one ticket')
  t.equal(new Set(ledger.filter(({ outcome }) => outcome === 'ticket').map(({ ticketId }) => ticketId)).size, begun.length)
  t.equal(await platform.db.read.count(ThreadEntry), asked + sent.filter(({ kind }) => kind !== 'automatic').length, 'and each one entry')
  t.equal(await platform.db.read.count(Attachment), sent.filter(({ hasFile }) => hasFile).length, 'with its files')
})
