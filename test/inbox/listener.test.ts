import net from 'node:net'
import { mock } from 'node:test'
import { createTransport } from 'nodemailer'
import { IncomingMessage } from '../../src/inbox/incoming-message.entity.js'
import { openListener } from '../../src/inbox/listener.jobs.js'
import { Mail } from '../../src/notifications/mail.entity.js'
import { Worker } from '../../src/platform/jobs/worker.js'
import { Ticket } from '../../src/tickets/ticket.entity.js'
import { createJobHandlers, timers } from '../../src/worker.js'
import { inWorld } from '../support/world.js'

inWorld('mail for addresses of ours is taken, kept once, and becomes a ticket; nothing is passed on', async (t, { platform }) => {
  const listener = await openListener(platform, 'smtp://127.0.0.1:0')
  const client = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true })
  t.teardown(async () => { client.close(); await listener.close() })

  const mail = { from: 'Maria <maria@riverside.example>', to: 'it+anything@riverside.example', subject: 'By SMTP', text: 'Hello', messageId: '<one@x.example>', date: new Date(0) }
  t.match(await client.sendMail(mail), { accepted: ['it+anything@riverside.example'] })
  await client.sendMail(mail)
  t.equal(await platform.db.read.count(IncomingMessage), 1, 'sent twice, kept once')
  const refused = await client.sendMail({ ...mail, to: 'somebody@elsewhere.example' }).catch((error: unknown) => error)
  t.match(refused, { responseCode: 550 }, 'no relay')

  await new Worker(platform, { handlers: createJobHandlers(platform, null), timers }).runDue()
  t.match(await platform.db.read.findOneBy(Ticket, { subject: 'By SMTP' }), { source: 'email' })
})

inWorld('two desks that answer by themselves do not answer each other', async (t, { platform }) => {
  const listener = await openListener(platform, 'smtp://127.0.0.1:0')
  const client = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true })
  t.teardown(async () => { client.close(); await listener.close() })
  const worker = new Worker(platform, { handlers: createJobHandlers(platform, null), timers })

  await client.sendMail({ from: 'robot@other.example', to: 'it@riverside.example', subject: 'Hello', text: 'I am away.' })
  for (let round = 0; round < 5; round += 1) {
    await worker.runDue()
    const ours = await platform.db.read.find(Mail, { where: { toAddress: 'robot@other.example' }, order: { id: 'DESC' }, take: 1 })
    // The other side is as rude as can be: it marks nothing as automatic and refers to nothing.
    if (ours[0] !== undefined) await client.sendMail({ from: 'robot@other.example', to: 'it@riverside.example', subject: `Re: ${round}`, text: `I am away, ${round}.` })
  }
  await worker.runDue()
  t.equal(await platform.db.read.countBy(Mail, { toAddress: 'robot@other.example' }), 1, 'at most one automatic answer leaves')
})

inWorld('what is no good conversation harms nobody', async (t, { platform }) => {
  const listener = await openListener(platform, 'smtp://127.0.0.1:0')
  t.teardown(async () => listener.close())
  const rude = net.connect(listener.port, '127.0.0.1')
  rude.write('\0\0\0GARBAGE\r\nDATA\r\nMAIL FROM:<\r\n')
  await new Promise(resolve => { rude.once('data', resolve) })
  rude.destroy()
  const client = createTransport({ host: '127.0.0.1', port: listener.port, ignoreTLS: true })
  t.teardown(() => { client.close() })
  t.match(await client.sendMail({ from: 'a@example.org', to: 'it@riverside.example', subject: 'Next', text: 'x' }), { rejected: [] })
})

inWorld('a sender who stays on the line without a word does not keep the desk from stopping', async (t, { platform }) => {
  const listener = await openListener(platform, 'smtp://127.0.0.1:0')
  const idle = net.connect(listener.port, '127.0.0.1')
  idle.on('error', () => {})
  await new Promise(resolve => { idle.once('data', resolve) })
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => { mock.timers.reset() })
  const closed = listener.close()
  const told = new Promise<string>(resolve => { idle.once('data', (words: Buffer) => { resolve(words.toString()) }) })
  mock.timers.tick(5000)
  await closed
  t.match(await told, /^421 /, 'and is told to come again')
})
